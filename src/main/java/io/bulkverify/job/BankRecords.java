package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Institution;
import io.bulkverify.member.ListedMember;
import io.bulkverify.mx.MxApi;

/**
 * Each bank's own record, read once in a run before any of its members is paid for
 * (src/docs/mx.md §9). Only two records that say no, a few seconds apart, exclude a bank:
 * what is missing, and a read that fails, decide nothing. Safe for use by many threads;
 * whoever comes while a bank's record is being read waits for it.
 */
final class BankRecords {

	private static final Duration APART = Duration.ofSeconds(3);

	private final MxApi mx;

	private final Map<String, Bank> banks = new ConcurrentHashMap<>();

	BankRecords(MxApi mx) {
		this.mx = mx;
	}

	/** What a bank's record means for its members. */
	sealed interface Verdict {

		/** Nothing speaks against a verify. */
		record MayVerify() implements Verdict {
		}

		/** The record is to be read once more then. */
		record AskAgain(Instant at) implements Verdict {
		}

		/** A verify would be for nothing. */
		record Excluded() implements Verdict {
		}

	}

	private static final class Bank {

		private final Lock lock = new ReentrantLock();

		private @Nullable Verdict verdict;

	}

	/**
	 * Whether the bank's record allows a verify.
	 * @param member in whose name it is read
	 * @param code the bank; null where it is not known
	 * @param guid the same by its guid; null where that is not known
	 */
	Verdict of(ListedMember member, @Nullable String code, @Nullable String guid, Instant now) {
		if (code == null) {
			return new Verdict.MayVerify();
		}
		Bank bank = this.banks.computeIfAbsent(code, (first) -> new Bank());
		bank.lock.lock();
		try {
			Verdict verdict = switch (bank.verdict) {
				case null ->
					excludes(member, code, guid) ? new Verdict.AskAgain(now.plus(APART)) : new Verdict.MayVerify();
				case Verdict.AskAgain(var at) when !now.isBefore(at) ->
					excludes(member, code, guid) ? new Verdict.Excluded() : new Verdict.MayVerify();
				case Verdict known -> known;
			};
			bank.verdict = verdict;
			return verdict;
		}
		finally {
			bank.lock.unlock();
		}
	}

	private boolean excludes(ListedMember member, String code, @Nullable String guid) {
		return this.mx.readInstitution(member, code, guid) instanceof Answer.Good<Institution>(var record)
				&& record.excludesVerification();
	}

}
