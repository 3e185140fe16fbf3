package io.bulkverify.member;

/** Why a member is looked at again later. */
public enum Wait {

	/** Its verification has not ended, or has not been seen twice. */
	POLL,
	/** Another job owns it at MX. */
	CONFLICT,
	/** MX answered with an error, or not at all. */
	ERROR,
	/** MX said that there were too many calls. */
	THROTTLED,
	/** A call without a clear answer is being settled by reads. */
	SETTLING,
	/** Its institution is away. */
	INSTITUTION,
	/** The call was not sent. */
	NOT_SENT

}
