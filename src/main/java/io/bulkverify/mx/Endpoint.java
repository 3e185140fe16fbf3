package io.bulkverify.mx;

import io.bulkverify.member.Call;

/**
 * What a request asks of MX, whatever its address in a flavour. It decides how an answer
 * is read and which permission the request needs.
 */
public enum Endpoint {

	READ_MEMBER, READ_STATUS, VERIFY, LIST_CHALLENGES, RESUME, READ_ACCOUNT_NUMBERS,
	/** The record of a bank. */
	READ_INSTITUTION,
	/** A token or a session, where the flavour needs one. */
	SESSION,
	/** A harmless read that shows whether MX is there. */
	PROBE;

	/** The endpoint of a member's call. */
	static Endpoint of(Call call) {
		return switch (call) {
			case READ_MEMBER -> READ_MEMBER;
			case READ_STATUS -> READ_STATUS;
			case VERIFY -> VERIFY;
			case LIST_CHALLENGES -> LIST_CHALLENGES;
			case RESUME -> RESUME;
			case READ_ACCOUNT_NUMBERS -> READ_ACCOUNT_NUMBERS;
		};
	}

	/** Whether it changes something of a member at MX; opening a session does not. */
	public boolean changesMember() {
		return this == VERIFY || this == RESUME;
	}

	/**
	 * Whether a 403 to it can only mean that this program is not let in: the feature that
	 * may be off belongs to the other endpoints.
	 */
	boolean openToEveryClient() {
		return switch (this) {
			case READ_MEMBER, READ_STATUS, SESSION, PROBE -> true;
			case VERIFY, LIST_CHALLENGES, RESUME, READ_ACCOUNT_NUMBERS, READ_INSTITUTION -> false;
		};
	}

}
