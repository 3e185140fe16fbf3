package io.bulkverify.input;

/** The two guids by which a row names its member. */
record Guids(String user, String member) {

	/**
	 * Whether both look like those of another row of the same list: they begin with the
	 * same letters, or have digits where the other's have. Words of a text that stand
	 * where guids would be do not.
	 */
	boolean alike(Guids other) {
		return alike(user, other.user) && alike(member, other.member);
	}

	private static boolean alike(String guid, String other) {
		return prefix(guid).equals(prefix(other)) || hasDigit(guid) || !hasDigit(other);
	}

	/** Whether both begin with the letters with which the other's begin, if any. */
	boolean sameKind(Guids other) {
		return sameKind(user, other.user) && sameKind(member, other.member);
	}

	private static boolean sameKind(String guid, String other) {
		return !prefix(guid).isEmpty() && prefix(guid).equals(prefix(other));
	}

	private static String prefix(String guid) {
		int end = 0;
		while (end < guid.length() && Character.isLetter(guid.charAt(end))) {
			end++;
		}
		return guid.substring(0, end);
	}

	private static boolean hasDigit(String guid) {
		return guid.chars().anyMatch(Character::isDigit);
	}
}
