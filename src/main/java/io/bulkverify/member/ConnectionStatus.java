package io.bulkverify.member;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A member's {@code connection_status} (src/docs/mx.md §3): one of the 22 that MX names,
 * none at all, or a word never seen before, which is a value like any other.
 */
public sealed interface ConnectionStatus {

	/** The word as MX writes it; null where MX sent null. */
	@Nullable String word();

	/** What the status means for an idle member. */
	Disposition disposition();

	/**
	 * The status for a word of MX.
	 * @param word as it came; null, blank or unknown words are values too
	 */
	static ConnectionStatus of(@Nullable String word) {
		if (word == null || word.isBlank()) {
			return Known.NONE;
		}
		Known known = Known.BY_WORD.get(word.strip());
		return known == null ? new Unknown(word.strip()) : known;
	}

	/**
	 * The statuses of src/docs/mx.md §3, with the disposition that its table gives them.
	 */
	enum Known implements ConnectionStatus {

		NONE(new Disposition.Ended(Reason.NO_CREDENTIALS)), CREATED(Disposition.IN_PROGRESS),
		PREVENTED(new Disposition.Ended(Reason.PREVENTED)), DENIED(new Disposition.Ended(Reason.DENIED)),
		CHALLENGED(Disposition.CHALLENGE), REJECTED(new Disposition.Ended(Reason.REJECTED)),
		LOCKED(new Disposition.Ended(Reason.LOCKED)), CONNECTED(Disposition.SUCCESS),
		IMPEDED(new Disposition.Ended(Reason.IMPEDED)), RECONNECTED(new Disposition.Ended(Reason.RECONNECTED)),
		DEGRADED(new Disposition.MayHeal(Reason.DEGRADED)), DISCONNECTED(new Disposition.Ended(Reason.DISCONNECTED)),
		DISCONTINUED(new Disposition.Ended(Reason.DISCONTINUED)), CLOSED(new Disposition.Ended(Reason.CLOSED)),
		DELAYED(Disposition.IN_PROGRESS), FAILED(new Disposition.MayHeal(Reason.FAILED)),
		UPDATED(Disposition.IN_PROGRESS), DISABLED(new Disposition.Ended(Reason.DISABLED)),
		IMPORTED(new Disposition.Ended(Reason.IMPORTED)), RESUMED(Disposition.IN_PROGRESS),
		EXPIRED(new Disposition.Ended(Reason.EXPIRED)), IMPAIRED(new Disposition.Ended(Reason.IMPAIRED)),
		PENDING(new Disposition.Ended(Reason.PENDING));

		private static final Map<String, Known> BY_WORD = Arrays.stream(values())
			.filter(status -> status != NONE)
			.collect(Collectors.toUnmodifiableMap(Known::name, Function.identity()));

		private final Disposition disposition;

		Known(Disposition disposition) {
			this.disposition = disposition;
		}

		@Override
		public @Nullable String word() {
			return this == NONE ? null : name();
		}

		@Override
		public Disposition disposition() {
			return disposition;
		}

	}

	/** A word that MX had not documented when this was written. */
	record Unknown(String word) implements ConnectionStatus {
		@Override
		public Disposition disposition() {
			return new Disposition.Ended(Reason.UNKNOWN_STATUS);
		}
	}

}
