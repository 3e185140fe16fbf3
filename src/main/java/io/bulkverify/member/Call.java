package io.bulkverify.member;

/** The calls that a member can need next. */
public enum Call {

	READ_MEMBER, READ_STATUS, VERIFY, LIST_CHALLENGES, RESUME, READ_ACCOUNT_NUMBERS;

	/**
	 * Whether the call changes something at MX: its intent is committed before it is
	 * sent.
	 */
	public boolean writes() {
		return this == VERIFY || this == RESUME;
	}

}
