package io.bulkverify.simulator;

/** Which of MX's APIs is spoken (src/docs/mx.md §1). */
public enum Flavour {

	ATRIUM, PLATFORM_20250224, PLATFORM_20111101, NEXUS,
	/**
	 * All of them on one port, told apart by path and headers. A setting only: no request
	 * has this flavour.
	 */
	ALL;

	boolean isPlatform() {
		return this == PLATFORM_20250224 || this == PLATFORM_20111101;
	}

	/**
	 * MX's documented ceiling of records_per_page; above it, it silently falls back to 25
	 * (src/docs/mx.md §1.9).
	 */
	int largestPage() {
		return isPlatform() ? 1000 : 100;
	}

}
