package io.bulkverify.job;

import java.time.Instant;
import java.util.Optional;

import io.bulkverify.member.Call;

/**
 * Finds out whether a kind of call works where no other member of the run needs it just
 * now: by a free read of a member that this run has read well before. Where there is
 * none, and for calls that are never made for a test, a harmless read shows at least
 * whether MX is there and lets this client in.
 */
interface Witnesses {

	/**
	 * Begins to look for one, unless that is under way or was done a moment ago. Does not
	 * wait for what comes of it.
	 */
	void seek(Call call);

	/**
	 * What was found by a search that began then or later; empty where none has ended.
	 */
	Optional<Finding> since(Call call, Instant begun);

	/** What a search came to. */
	enum Finding {

		/** A member that was read well before was read well again. */
		WORKS,
		/** Members that were read well before are refused now. */
		REFUSED,
		/** Nobody can be asked; MX is there, and knows the client. */
		NOBODY,
		/** Nobody can be asked at the moment, or nothing clear was heard. */
		UNCLEAR

	}

}
