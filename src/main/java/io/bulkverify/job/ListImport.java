package io.bulkverify.job;

/** The first step of a run: its members come into the work table. */
sealed interface ListImport permits WholeList, RelistExceptions {

	/**
	 * Sees to it that all of them are there, before anything is asked of MX for one of
	 * them. The step's word is not enough: Spring Batch counts rows as written, and the
	 * step as complete, though a chunk's transaction was rolled back without an
	 * exception.
	 * @throws IllegalStateException if some are missing
	 */
	void requireComplete();

}
