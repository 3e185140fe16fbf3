package io.bulkverify.member;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows for a member from one answer of MX. */
public sealed interface Outcome {

	/** The member's row from now on. */
	Progress progress();

	/** Looked at again later, in the same lane. */
	record WaitUntil(Wait why, Progress progress) implements Outcome {
	}

	/** On to another stage. */
	record Advance(Progress progress) implements Outcome {
	}

	/**
	 * Ended as an exception.
	 *
	 * @param detail what only this case can say; no secret and no account number
	 */
	record Report(Reason reason, @Nullable String detail, Progress progress) implements Outcome {
	}

	/**
	 * Ended with account numbers.
	 *
	 * @param partlyMasked whether other accounts of the member came masked
	 */
	record Verified(List<AccountNumber> numbers, boolean partlyMasked, Progress progress) implements Outcome {
		public Verified {
			numbers = List.copyOf(numbers);
		}
	}

	/**
	 * The run stops, because everybody would get this answer. The member keeps its place.
	 */
	record Halt(String why, Progress progress) implements Outcome {
	}

}
