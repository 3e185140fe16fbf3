package io.bulkverify.simulator;

/** The kinds of call that the simulator counts (src/docs/mx.md §1.1). */
public enum Call {

	VERIFY, RESUME, READ_MEMBER, READ_STATUS, CHALLENGES, NUMBERS_BY_MEMBER, NUMBERS_BY_ACCOUNT, ACCOUNTS, LIST_MEMBERS,
	LIST_USERS, INSTITUTIONS, JOB,
	/** Nexus: the single-use token from the SSO address (src/docs/mx.md §1.8). */
	API_TOKEN,
	/** Nexus: POST /sessions. */
	SESSION, UNKNOWN;

	/** MX limits POST and PUT apart from GET (src/docs/mx.md §2). */
	public boolean isWrite() {
		return this == VERIFY || this == RESUME || this == SESSION;
	}

	/** The reads between which a client must leave MX's polling interval. */
	boolean isPoll() {
		return this == READ_MEMBER || this == READ_STATUS;
	}

	boolean isNumbers() {
		return this == NUMBERS_BY_MEMBER || this == NUMBERS_BY_ACCOUNT;
	}

	boolean isAboutMembers() {
		return switch (this) {
			case VERIFY, RESUME, READ_MEMBER, READ_STATUS, CHALLENGES, NUMBERS_BY_MEMBER, NUMBERS_BY_ACCOUNT, ACCOUNTS,
					LIST_MEMBERS, JOB ->
				true;
			case LIST_USERS, INSTITUTIONS, API_TOKEN, SESSION, UNKNOWN -> false;
		};
	}

	boolean isLogin() {
		return this == API_TOKEN || this == SESSION;
	}

}
