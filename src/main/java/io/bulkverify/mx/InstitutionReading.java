package io.bulkverify.mx;

import io.bulkverify.member.Institution;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A bank's record (src/docs/mx.md §1.7). Older versions have a flag for verification,
 * newer ones a list of products.
 */
final class InstitutionReading implements Reading<Institution> {

	private static final String PRODUCT = "account_verification";

	private final String code;

	private final String nameField;

	private final String name;

	/**
	 * A reading of one record.
	 * @param code the bank, as its members name it
	 * @param nameField the field that must be there and say which bank the record is of
	 * @param name what it must say
	 */
	InstitutionReading(String code, String nameField, String name) {
		this.code = code;
		this.nameField = nameField;
		this.name = name;
	}

	@Override
	public About about(JsonNode body) {
		@Nullable String named = Lenient.word(body.path("institution").path(nameField));
		if (named == null) {
			return About.NOBODY;
		}
		return named.equals(name) ? About.ASKED : About.ANOTHER_INSTITUTION;
	}

	@Override
	public @Nullable Institution of(JsonNode body) {
		JsonNode record = body.path("institution");
		return record.isObject()
				? new Institution(code, verifies(record), Lenient.flag(record.path("is_disabled_by_client"))) : null;
	}

	/** A list without a single product is a gap in the record rather than a no. */
	private static @Nullable Boolean verifies(JsonNode record) {
		JsonNode products = record.path("supported_products");
		if (products.isArray() && !products.isEmpty()) {
			return products.valueStream().anyMatch(product -> PRODUCT.equalsIgnoreCase(Lenient.word(product)));
		}
		return Lenient.flag(record.path("supports_account_verification"));
	}

}
