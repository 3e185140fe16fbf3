package io.bulkverify.store;

/**
 * Calls to MX by kind, as many as left this program.
 *
 * @param verify POSTs that start a verification
 * @param reads reads of members, statuses and challenges
 * @param resume answers to account selections
 * @param accountNumbers reads of account numbers, each page one
 */
public record CallCounts(long verify, long reads, long resume, long accountNumbers) {

	/** No calls. */
	public static final CallCounts NONE = new CallCounts(0, 0, 0, 0);

	public CallCounts plus(CallCounts more) {
		return new CallCounts(verify + more.verify, reads + more.reads, resume + more.resume,
				accountNumbers + more.accountNumbers);
	}

}
