package io.bulkverify.member;

import static io.bulkverify.member.Category.NEEDS_END_USER;
import static io.bulkverify.member.Category.RETRY_LATER;
import static io.bulkverify.member.Category.TERMINAL;

/**
 * Why a member is in the exceptions file: who can mend it, and what to do next in words
 * that finance can act on. The names are public; scripts select by them.
 */
public enum Reason {

	PREVENTED(NEEDS_END_USER, "Ask the customer to enter their bank login again; MX blocks the connection until then."),
	DENIED(NEEDS_END_USER, "Ask the customer to correct their bank login; do not try again before they have."),
	CHALLENGED(NEEDS_END_USER, "Ask the customer to connect again and answer their bank's security question."),
	REJECTED(NEEDS_END_USER, "Ask the customer to connect again; the answer to the security question was wrong."),
	LOCKED(NEEDS_END_USER, "Ask the customer to unlock their login on the bank's own site first."),
	IMPEDED(NEEDS_END_USER, "Ask the customer to log in on the bank's own site and settle the message shown there."),
	RECONNECTED(NEEDS_END_USER, "Ask the customer to open the connection once; the bank may send them a code."),
	IMPORTED(NEEDS_END_USER, "Ask the customer to enter their bank login; MX holds none for this connection."),
	EXPIRED(NEEDS_END_USER, "Ask the customer to connect again; the security question was not answered in time."),
	IMPAIRED(NEEDS_END_USER, "Ask the customer to complete their bank login; part of it is missing."),
	PENDING(NEEDS_END_USER, "Ask the customer to finish the login that they began on the bank's site."),
	ACCOUNT_SELECTION_NEEDED(NEEDS_END_USER,
			"Choose one of the accounts named in detail, write its name into account_label and run the list again."),
	MEMBER_ERROR(NEEDS_END_USER, "Show the customer the message in detail and ask them to connect again."),

	NO_CREDENTIALS(TERMINAL, "Remove the member from the list; it is kept by hand and has no bank login."),
	DISCONNECTED(TERMINAL, "Ask the customer for another way to pay; the bank has not answered MX for two weeks."),
	DISCONTINUED(TERMINAL, "Ask the customer to connect another bank; MX no longer offers this connection."),
	CLOSED(TERMINAL, "Remove the member from the list, or ask the customer to connect again; it was closed."),
	DISABLED(TERMINAL, "Ask MX or your administrator why the connection is disabled before listing it again."),
	INSTITUTION_NOT_SUPPORTED(TERMINAL, "Collect the account number another way; MX cannot verify this bank."),
	VERIFICATION_NOT_ENABLED(TERMINAL, "Ask MX support to enable verification for this client and bank."),
	MEMBER_NOT_FOUND(TERMINAL, "Correct or remove the member in the list; MX does not know it."),
	REFUSED(TERMINAL, "Give the text in detail to your developers or MX support; MX refused the request."),
	NO_ACCOUNT_NUMBERS(TERMINAL, "Ask the customer for a checking or savings account; this one yields no numbers."),
	MASKED_NUMBERS(TERMINAL, "Ask MX support for full account numbers; only masked ones were given."),

	FAILED(RETRY_LATER, "Nothing to do now; list the member again in the next run."),
	DEGRADED(RETRY_LATER, "Nothing to do now; the bank's connection is unstable, list the member again tomorrow."),
	INSTITUTION_UNAVAILABLE(RETRY_LATER, "Nothing to do now; the bank is under maintenance, list it again tomorrow."),
	UNKNOWN_STATUS(RETRY_LATER, "Give the word in detail to your developers; MX has sent a status not known here."),
	POLL_TIMEOUT(RETRY_LATER, "Rerun the member later; the bank had not finished and its answer may still come."),
	CONFLICT_TIMEOUT(RETRY_LATER, "Rerun the member later; another job kept it busy at MX."),
	API_ERROR(RETRY_LATER, "Rerun the member later; MX kept answering with errors for it."),
	NOT_REACHED(RETRY_LATER, "Rerun the member; the run's time was over before its turn came."),
	RUN_CLOSED(RETRY_LATER, "Rerun the member; an operator closed the run before it was finished.");

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
