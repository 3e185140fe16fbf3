package io.bulkverify.member;

/** The ways in which MX refuses one member (src/docs/mx.md §2). */
public enum Refusal {

	/**
	 * 404. May be wrong for a moment right after a write, so one alone does not count.
	 */
	NOT_FOUND(Reason.MEMBER_NOT_FOUND, false),
	/** 400 with a text or type that says the institution cannot be verified. */
	INSTITUTION_NOT_SUPPORTED(Reason.INSTITUTION_NOT_SUPPORTED, true),
	/** 400 with a type that says the institution is away for a while. */
	INSTITUTION_UNAVAILABLE(Reason.INSTITUTION_UNAVAILABLE, true),
	/** 403 on a verify after a good read: the feature is not enabled. */
	NOT_ENABLED(Reason.VERIFICATION_NOT_ENABLED, false),
	/** 403 on a read: this program is not let in, or not to this member. */
	NOT_ALLOWED(Reason.REFUSED, false),
	/**
	 * 400 that says nothing known: the member's, until its institution has refused others
	 * too.
	 */
	BAD_REQUEST(Reason.REFUSED, false),
	/** 405, 422 and every other 4xx. */
	OTHER(Reason.REFUSED, false);

	private final Reason reason;

	private final boolean institution;

	Refusal(Reason reason, boolean institution) {
		this.reason = reason;
		this.institution = institution;
	}

	/** What the member is reported as. */
	public Reason reason() {
		return reason;
	}

	/**
	 * Whether a client that MX does not let in gets the same answer for every member.
	 */
	public boolean mayMeanTheClient() {
		return this == NOT_ENABLED || this == NOT_ALLOWED;
	}

	/** Whether the refusal by its own words holds for every member of the institution. */
	public boolean condemnsInstitution() {
		return institution;
	}

}
