package io.bulkverify.mx;

/**
 * Whether requests may still leave this program: asked right before each one leaves, and
 * again and again while one waits for its turn. A run that was stopped, or whose lease
 * has run out, sends nothing any more. Must be fast and safe for use by many threads.
 */
public interface SendPermission {

	/** For a program that nobody stops. */
	SendPermission ALWAYS = new SendPermission() {
		@Override
		public boolean mayRead() {
			return true;
		}

		@Override
		public boolean mayWrite() {
			return true;
		}
	};

	/** Whether a request that changes nothing of a member may be sent now. */
	boolean mayRead();

	/**
	 * Whether a verify, or the answer to an account selection, may be sent now.
	 */
	boolean mayWrite();

}
