package io.bulkverify.mx;

/**
 * Whom an answer is about, as far as it says: an answer about somebody else is worth
 * nothing, however good it looks.
 */
enum About {

	/** The one that was asked for; or the endpoint names nobody. */
	ASKED("the answer is about the one that was asked for"),
	/** Nobody is named where MX always names somebody. */
	NOBODY("the answer does not say whom it is about"),

	ANOTHER_MEMBER("the answer is about another member"),

	ANOTHER_USER("the answer names another user than the list does"),

	ANOTHER_ACCOUNT("the answer is about another account"),

	ANOTHER_INSTITUTION("the answer is about another institution");

	private final String words;

	About(String words) {
		this.words = words;
	}

	/** Whether it says that it is about another. */
	boolean another() {
		return this != ASKED && this != NOBODY;
	}

	/** In words that name nobody: the other one's guid is no business of this report. */
	String words() {
		return words;
	}

}
