package io.bulkverify.store;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Numbers are stored as they are. */
@Component
class PlainNumbers implements NumberCipher {

	@Override
	public @Nullable String toStored(@Nullable String number) {
		return number;
	}

	@Override
	public @Nullable String fromStored(@Nullable String stored) {
		return stored;
	}

}
