package io.bulkverify.mx;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A page of accounts, of which only the names matter: their numbers are masked here
 * (src/docs/mx.md §1.6).
 */
final class AccountsReading implements Reading<Page<String>> {

	private final Whom whom;

	AccountsReading(Whom whom) {
		this.whom = whom;
	}

	@Override
	public About about(JsonNode body) {
		return whom.ofRows(body.path("accounts").valueStream(), false);
	}

	@Override
	public @Nullable Page<String> of(JsonNode body) {
		JsonNode accounts = body.path("accounts");
		if (accounts.isNull()) {
			return Page.none();
		}
		if (!accounts.isArray()) {
			return null;
		}
		List<String> guids = accounts.valueStream()
			.map(account -> Lenient.word(account.path("guid")))
			.filter(Objects::nonNull)
			.filter(PathSegment::possible)
			.toList();
		// An account that cannot be asked for must not be missing from the whole.
		return guids.size() == accounts.size() ? Page.of(guids, guids.size(), body) : null;
	}

	/** 204: there are none. */
	@Override
	public Page<String> ofNoContent() {
		return Page.none();
	}

}
