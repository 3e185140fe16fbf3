package io.bulkverify.store;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Where a number belongs. An encrypted one can be read there only: moved to another
 * member, account or column, it is not taken for theirs. The table and the run are no
 * part of it, so that a number may be copied from run to run as it is stored.
 *
 * @param column which of an account's numbers
 * @param memberGuid the member
 * @param accountGuid the account; null where MX names none
 */
public record NumberPlace(Column column, String memberGuid, @Nullable String accountGuid) {

	/** An account's numbers. */
	public enum Column {

		ACCOUNT_NUMBER, ROUTING_NUMBER, INSTITUTION_NUMBER, TRANSIT_NUMBER

	}

	/** As the database keeps them, in which no text holds a NUL. */
	public NumberPlace {
		memberGuid = Binding.storable(memberGuid);
		accountGuid = (accountGuid != null) ? Binding.storable(accountGuid) : null;
	}

	/** Different for any two places; never change it, or nothing stored can be read. */
	byte[] bytes() {
		return "%s/%d/%s/%s".formatted(column, memberGuid.length(), memberGuid, accountGuid == null ? "" : accountGuid)
			.getBytes(StandardCharsets.UTF_8);
	}
}
