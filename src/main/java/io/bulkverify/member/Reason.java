package io.bulkverify.member;

import static io.bulkverify.member.Category.NEEDS_END_USER;
import static io.bulkverify.member.Category.RETRY_LATER;
import static io.bulkverify.member.Category.TERMINAL;

/**
 * Why a member is in the exceptions file: who can mend it, and what to do next in words
 * that finance can act on. The names are public; scripts select by them.
 */
public enum Reason {

	PREVENTED(NEEDS_END_USER,
			"Ask the customer to enter their bank login again; the connection is blocked until they do."),
	DENIED(NEEDS_END_USER,
			"Ask the customer to correct their bank login; trying again before that can lock them out of their bank."),
	CHALLENGED(NEEDS_END_USER,
			"Ask the customer to connect their bank again and to answer the bank's security question."),
	REJECTED(NEEDS_END_USER,
			"Ask the customer to connect their bank again; the answer to the bank's security question was wrong."),
	LOCKED(NEEDS_END_USER, "Ask the customer to unlock their login on the bank's own site, and then to connect again."),
	IMPEDED(NEEDS_END_USER,
			"Ask the customer to log in on the bank's own site and to settle the message that is shown there."),
	RECONNECTED(NEEDS_END_USER,
			"Ask the customer to open their bank connection in your application once; the bank may send them a code."),
	IMPORTED(NEEDS_END_USER, "Ask the customer to enter their bank login; none is stored for this connection."),
	EXPIRED(NEEDS_END_USER,
			"Ask the customer to connect their bank again; the bank's security question was not answered in time."),
	IMPAIRED(NEEDS_END_USER, "Ask the customer to complete their bank login; a part of it is missing."),
	PENDING(NEEDS_END_USER, "Ask the customer to finish the login that they began on the bank's site."),
	ACCOUNT_SELECTION_NEEDED(NEEDS_END_USER,
			"Choose an account in the column detail, write its name into account_label and have the member verified "
					+ "again; where detail says so, ask the customer instead."),
	UPDATED_CREDENTIALS_NEEDED(NEEDS_END_USER,
			"Ask the customer to enter their bank login again; MX does not contact the bank before they have."),
	MEMBER_ERROR(NEEDS_END_USER,
			"Show the customer the message in the column detail and ask them to connect their bank again."),

	NO_CREDENTIALS(TERMINAL,
			"Ask the customer to connect their bank, or take the member off the list; it has no bank login."),
	DISCONNECTED(TERMINAL,
			"Ask the customer for an account at another bank; this bank has not answered for two weeks."),
	DISCONTINUED(TERMINAL, "Ask the customer for an account at another bank; MX no longer offers this connection."),
	CLOSED(TERMINAL, "Ask the customer to connect their bank again, or take the member off the list; it was closed."),
	INSTITUTION_NOT_SUPPORTED(TERMINAL,
			"Ask the customer for the account number by other means; MX cannot verify accounts at this bank."),
	VERIFICATION_NOT_ENABLED(TERMINAL,
			"Ask MX support to switch on account verification for your company and this bank."),
	MEMBER_NOT_FOUND(TERMINAL, "Correct the member in the list or take it off; MX does not know it."),
	REFUSED(TERMINAL, "Give the text in the column detail to your developers or MX support; MX refused the request."),
	NO_ACCOUNT_NUMBERS(TERMINAL,
			"Ask the customer to connect a checking or savings account; this one gives no account numbers."),
	MASKED_NUMBERS(TERMINAL, "Ask MX support for full account numbers; only masked ones were given for this member."),

	FAILED(RETRY_LATER, "Have the member verified again in the next run; the bank or MX failed this time."),
	DEGRADED(RETRY_LATER,
			"Have the member verified again tomorrow; MX has trouble with this bank and is working on it."),
	INSTITUTION_UNAVAILABLE(RETRY_LATER,
			"Have the member verified again tomorrow; the bank is not available at the moment, often for maintenance."),
	DISABLED(RETRY_LATER,
			"Have the member verified again in the next run; its connection is paused for now. "
					+ "If that lasts, ask MX support why."),
	UNCONFIRMED(RETRY_LATER,
			"Have the member verified again in the next run; MX never showed that this verification ran, "
					+ "and no numbers came."),
	UNKNOWN_STATUS(RETRY_LATER,
			"Have the member verified again tomorrow, and give the word in the column detail to your developers, "
					+ "for this program does not know it."),
	POLL_TIMEOUT(RETRY_LATER,
			"Have the member verified again with the command rerun: it takes the bank's late answer where one has come, "
					+ "without another charge."),
	CONFLICT_TIMEOUT(RETRY_LATER,
			"Have the member verified again later; MX was busy with it for something else all the time."),
	API_ERROR(RETRY_LATER,
			"Have the member verified again later; there was trouble at MX or on the way to it, "
					+ "which says nothing about the member."),
	NOT_REACHED(RETRY_LATER, "Have the member verified again; the time of the run was over before its turn came."),
	RUN_CLOSED(RETRY_LATER, "Have the member verified again; an operator closed the run before this member was done.");

	private final Category category;

	private final String nextStep;

	Reason(Category category, String nextStep) {
		this.category = category;
		this.nextStep = nextStep;
	}

	/** Who can do something about it. */
	public Category category() {
		return category;
	}

	/** A sentence for the exceptions file; it names no person and no secret. */
	public String nextStep() {
		return nextStep;
	}

}
