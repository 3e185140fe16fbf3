package io.bulkverify.mx;

import java.util.List;
import java.util.function.BooleanSupplier;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.Answer;
import io.bulkverify.member.Challenge;
import io.bulkverify.member.Institution;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.MemberState;
import io.bulkverify.member.Selection;
import io.bulkverify.member.Taken;
import org.jspecify.annotations.Nullable;

/**
 * MX, in the words of the project: members, statuses, challenges and account numbers,
 * whatever the flavour (src/docs/mx.md §1). No method throws for anything that MX or the
 * network does; every ending is an {@link Answer}. A good answer is about the member that
 * was asked for: one that names another, or nobody where MX names somebody, is unclear.
 *
 * <p>
 * Each call blocks until its rate limit grants a permit and the answer is there. Safe for
 * use by many threads at once, virtual ones above all.
 */
public interface MxApi {

	/**
	 * Reads the member: the only read that has the job and the member's error
	 * (src/docs/mx.md §1.3).
	 */
	Answer<MemberState> readMember(ListedMember member);

	/**
	 * Reads the member's status, or the member where the flavour has no such endpoint
	 * (src/docs/mx.md §1.4).
	 */
	Answer<MemberState> readStatus(ListedMember member);

	/**
	 * Starts a verification. Billed when the answer is {@link Answer.Good}; may be billed
	 * when it is {@link Answer.Unclear} (src/docs/mx.md §1.2, §2).
	 * @param wanted asked again and again while the call waits for its turn, and once
	 * more before it is sent: from its first no on, nothing is
	 */
	Answer<Taken> verify(ListedMember member, BooleanSupplier wanted);

	/** The same, wanted however long it waits for its turn. */
	default Answer<Taken> verify(ListedMember member) {
		return verify(member, () -> true);
	}

	/**
	 * What MX asks of the member's user; empty when it asks nothing (src/docs/mx.md
	 * §1.5).
	 */
	Answer<List<Challenge>> listChallenges(ListedMember member);

	/** Answers an account selection (src/docs/mx.md §4). */
	Answer<Taken> resume(ListedMember member, Selection selection);

	/** The member's account numbers, all pages of them (src/docs/mx.md §1.6, §1.9). */
	Answer<List<AccountNumber>> accountNumbers(ListedMember member);

	/**
	 * The record of a bank. Where the flavour cannot ask for it with what is known, no
	 * call is made and the record says nothing.
	 * @param member one of its members, in whose name it is asked for
	 * @param code as the member names it
	 * @param guid the same by its guid; null where that is not known
	 */
	Answer<Institution> readInstitution(ListedMember member, String code, @Nullable String guid);

	/** Where MX is asked, for the operator. */
	String address();

	/** A harmless read that shows whether MX is there and knows the credentials. */
	Answer<String> probe();

	/**
	 * Whether a verify of this flavour can ask for transactions; where it cannot,
	 * {@link ListedMember#includeTransactions()} is not heeded and whoever set it should
	 * be told (src/docs/mx.md §1.2).
	 */
	default boolean supportsIncludeTransactions() {
		return true;
	}

}
