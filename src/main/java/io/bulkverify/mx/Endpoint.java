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

	/** What a 403 may be about. */
	enum Forbidden {

		/** This program, whatever it asks for. */
		THE_CLIENT,
		/** This program, or this member alone: others tell. */
		THE_MEMBER,
		/** A feature that MX switches on for a client or a bank. */
		THE_FEATURE

	}

	/** What a 403 to it may be about. */
	Forbidden forbidden() {
		return switch (this) {
			case PROBE -> Forbidden.THE_CLIENT;
			case READ_MEMBER, READ_STATUS, SESSION -> Forbidden.THE_MEMBER;
			case VERIFY, LIST_CHALLENGES, RESUME, READ_ACCOUNT_NUMBERS, READ_INSTITUTION -> Forbidden.THE_FEATURE;
		};
	}

}
