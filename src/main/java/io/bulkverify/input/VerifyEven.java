package io.bulkverify.input;

import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.Disposition;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The statuses of a {@code verify_even} cell or {@code --verify-even} option: members in
 * them are verified although they would save the call.
 */
public final class VerifyEven {

	private static final Pattern WORD = Pattern.compile("[^;|,\\s]+");

	private static final Set<ConnectionStatus> BLOCKING = Arrays.stream(ConnectionStatus.Known.values())
		.filter(VerifyEven::blocks)
		.collect(Collectors.toUnmodifiableSet());

	private VerifyEven() {
	}

	/**
	 * The statuses that a text names.
	 * @param text words between {@code ; | ,} or spaces, in any case; {@code true} or
	 * {@code yes} means every status that blocks; blank, {@code false} or {@code no} none
	 * @return empty where a word is not a status of MX
	 */
	public static Optional<Set<ConnectionStatus>> parse(String text) {
		String words = text.strip().toUpperCase(Locale.ROOT);
		return switch (words) {
			case "", "FALSE", "NO" -> Optional.of(Set.of());
			case "TRUE", "YES" -> Optional.of(BLOCKING);
			default -> statuses(words);
		};
	}

	private static Optional<Set<ConnectionStatus>> statuses(String words) {
		Set<ConnectionStatus> found = WORD.matcher(words)
			.results()
			.map(MatchResult::group)
			.map(ConnectionStatus::of)
			.collect(Collectors.toUnmodifiableSet());
		return found.stream().allMatch(ConnectionStatus.Known.class::isInstance) ? Optional.of(found)
				: Optional.empty();
	}

	private static boolean blocks(ConnectionStatus.Known status) {
		return status.word() != null && (status.disposition() instanceof Disposition.Ended
				|| status.disposition() instanceof Disposition.Challenge);
	}

}
