package io.bulkverify.member;

/** Who can do something about an exception, and when. */
public enum Category {

	/**
	 * Only the person who owns the account can mend it, in the company's application or
	 * at the bank.
	 */
	NEEDS_END_USER,
	/** Nothing is wrong that time may not mend: the next run may verify it. */
	RETRY_LATER,
	/**
	 * Trying again changes nothing until somebody changes the list, the contract with MX
	 * or the connection.
	 */
	TERMINAL

}
