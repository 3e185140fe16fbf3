package io.bulkverify.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.bulkverify.job.UsageException;
import io.bulkverify.member.ConnectionStatus;

/** Connection statuses as an operator names them. */
final class Statuses {

	private Statuses() {
	}

	/**
	 * The statuses of these words, in any case of letters.
	 * @throws UsageException for a word that is no status
	 */
	static Set<ConnectionStatus> named(List<String> words) {
		Set<ConnectionStatus> statuses = new LinkedHashSet<>();
		for (String word : words) {
			ConnectionStatus status = ConnectionStatus.of(word.strip().toUpperCase(Locale.ROOT));
			if (!(status instanceof ConnectionStatus.Known)) {
				throw new UsageException("--verify-even: " + word + " is not a connection status of MX");
			}
			statuses.add(status);
		}
		return statuses;
	}

}
