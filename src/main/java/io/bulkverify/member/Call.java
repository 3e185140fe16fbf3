package io.bulkverify.member;

/** The calls that a member can need next. */
public enum Call {

	READ_MEMBER("read of a member"), READ_STATUS("read of a status"), VERIFY("verify"),
	LIST_CHALLENGES("list of challenges"), RESUME("answer to an account selection"),
	READ_ACCOUNT_NUMBERS("read of account numbers");

	private final String words;

	Call(String words) {
		this.words = words;
	}

	/** What it is, for a sentence. */
	public String inWords() {
		return words;
	}

	/**
	 * Whether the call changes something at MX: its intent is committed before it is
	 * sent.
	 */
	public boolean writes() {
		return this == VERIFY || this == RESUME;
	}

}
