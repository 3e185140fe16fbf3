package io.bulkverify.simulator;

import java.util.Locale;

/** The ways in which an answer can fail to be an answer. */
public enum Breakage {

	/** The connection is closed without a byte. */
	RESET(0),
	/** The connection is closed in the middle of the body. */
	CUT(0),
	/** No answer until long after any patience, then the connection is closed. */
	TIMEOUT(0),
	/** 200 with half a JSON document. */
	GARBAGE(200),
	/** 200 with a page for humans, as a proxy in between would send. */
	HTML(200),
	/** 200 with a document nested a hundred thousand deep. */
	DEEP(200),
	/** 200 with a document of 64 million characters. */
	HUGE(200),
	/** 200 with nothing in it. */
	EMPTY(200), HTTP_429(429), HTTP_500(500), HTTP_502(502), HTTP_503(503), HTTP_504(504);

	private final int status;

	Breakage(int status) {
		this.status = status;
	}

	/** The HTTP status, or 0 where no whole answer is sent. */
	public int status() {
		return status;
	}

	/**
	 * As a GUID or the command line spells it: {@code reset}, {@code garbage},
	 * {@code 503}.
	 */
	static Breakage named(String word) {
		String name = word.toUpperCase(Locale.ROOT);
		return Breakage.valueOf(Character.isDigit(name.charAt(0)) ? "HTTP_" + name : name);
	}

	/** As the ledger counts it. */
	String label() {
		return status >= 400 ? Integer.toString(status) : name().toLowerCase(Locale.ROOT);
	}

}
