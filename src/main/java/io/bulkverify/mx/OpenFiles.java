package io.bulkverify.mx;

import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * How many files and sockets this process may have open. Where none is left, no call can
 * be made, and the trouble is neither MX's nor any member's.
 */
final class OpenFiles {

	private static final String SAID_BY_THE_SYSTEM = "Too many open files";

	private OpenFiles() {
	}

	/** Whether a failure comes of that, and so before anything was sent. */
	static boolean wereMissing(Throwable failed) {
		for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			if (message != null && message.contains(SAID_BY_THE_SYSTEM)) {
				return true;
			}
		}
		return false;
	}

	/** For the operator. */
	static String remedy() {
		String most = (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)
				? " (%d may be open)".formatted(system.getMaxFileDescriptorCount()) : "";
		return "this process may open no more files and sockets%s, so MX cannot be called: raise its limit (ulimit -n 4096; LimitNOFILE=4096 in a systemd unit)"
			.formatted(most);
	}

}
