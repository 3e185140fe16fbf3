package io.bulkverify.simulator;

import java.util.Locale;

/** The ways in which an answer can fail to be an answer, or to be the right one. */
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
	EMPTY(200),
	/** 202 with nothing in it. */
	EMPTY_202(202),
	/** To the login page of a proxy. */
	REDIRECT(302),
	/** 400: the bank is being maintained. */
	MAINTENANCE(400), HTTP_400(400), HTTP_401(401), HTTP_403(403), HTTP_404(404), HTTP_405(405), HTTP_406(406),
	HTTP_409(409), HTTP_422(422), HTTP_429(429), HTTP_500(500), HTTP_502(502), HTTP_503(503), HTTP_504(504),
	/** The true answer, late. */
	LATE(200),
	/** The true answer, compressed though nobody asked for that. */
	GZIP(200),
	/** The true status with nothing in it. */
	BODILESS(200),
	/** The answer that another member would have got. */
	SWAPPED(200),
	/** In the true list, one row is of another member's list. */
	SWAPPED_ROW(200),
	/** The true answer with every value null. */
	NULLS(200),
	/** Every page of the true list after the first is empty. */
	CUT_PAGES(200),
	/** The true list without a word about its pages. */
	NO_PAGINATION(200),
	/** The true list that claims to have a thousand million pages. */
	ENDLESS_PAGES(200);

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
		return name().startsWith("HTTP_") ? Integer.toString(status) : name().toLowerCase(Locale.ROOT);
	}

}
