package io.bulkverify.store;

import org.jspecify.annotations.Nullable;

/**
 * What account numbers, routing numbers, institution and transit numbers go through on
 * their way into the database and out of it. Safe for use by many threads.
 */
interface NumberCipher {

	/** As it is to be stored; null stays null. */
	@Nullable String toStored(@Nullable String number);

	/** As it was given to {@link #toStored}; null stays null. */
	@Nullable String fromStored(@Nullable String stored);

}
