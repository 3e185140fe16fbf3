package io.bulkverify.member;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question that MX asks of the member's user (src/docs/mx.md §1.5, §4). Labels and
 * values are the user's data: they are never logged.
 *
 * @param guid names the question; empty where MX sent none
 * @param type {@code TEXT}, {@code OPTIONS} …; a word never seen before is a value
 * @param label the question in words
 * @param fieldName null for an account selection
 * @param externalId an undocumented marker that MX's own widget uses; null where absent
 * @param options what can be answered, for the types that offer a choice
 */
public record Challenge(String guid, @Nullable String type, @Nullable String label, @Nullable String fieldName,
		@Nullable String externalId, List<Option> options) {

	public Challenge {
		options = List.copyOf(options);
	}

	/**
	 * One choice.
	 *
	 * @param label what a person reads
	 * @param value what is sent back
	 */
	public record Option(@Nullable String label, String value) {
		@Override
		public String toString() {
			return "Option[masked]";
		}
	}

	@Override
	public String toString() {
		return "Challenge[type=%s, options=%d]".formatted(type, options.size());
	}
}
