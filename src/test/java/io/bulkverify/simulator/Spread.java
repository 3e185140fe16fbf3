package io.bulkverify.simulator;

/**
 * Deterministic variety: the same GUID gets the same bank, numbers and patience in every
 * process and every run.
 */
final class Spread {

	private Spread() {
	}

	static long hash(String text, long salt) {
		long hash = 0xcbf29ce484222325L ^ mix(salt);
		for (int i = 0; i < text.length(); i++) {
			hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
		}
		return mix(hash);
	}

	/** A number from 0 to {@code bound - 1}. */
	static long below(long bound, String text, long salt) {
		return Long.remainderUnsigned(hash(text, salt), bound);
	}

	/** A number from 0 (inclusive) to 1 (exclusive): the n-th throw of a seeded die. */
	static double unit(long seed, long n) {
		return (mix(seed * 0x9e3779b97f4a7c15L + n) >>> 11) * 0x1.0p-53;
	}

	private static long mix(long value) {
		long z = value + 0x9e3779b97f4a7c15L;
		z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
		z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
		return z ^ (z >>> 31);
	}

}
