package io.bulkverify.member;

import java.util.regex.Pattern;

/**
 * A label of MX that an operator's pattern may be tried on. No pattern, however it was
 * written, makes a run hang or breaks it on any label.
 */
final class BoundedLabel implements CharSequence {

	private static final int LONGEST = 500;

	private static final int MOST_LOOKS = 200_000;

	private final String label;

	private int looks;

	private BoundedLabel(String label) {
		this.label = label;
	}

	/**
	 * Whether a part of the label matches; not where that cannot be found out in bounds.
	 */
	static boolean hasPartOf(Pattern pattern, String label) {
		try {
			return label.length() <= LONGEST && pattern.matcher(new BoundedLabel(label)).find();
		}
		catch (Lost ex) {
			return false;
		}
	}

	@Override
	public char charAt(int index) {
		if (++looks > MOST_LOOKS) {
			throw new Lost();
		}
		return label.charAt(index);
	}

	@Override
	public int length() {
		return label.length();
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return label.subSequence(start, end);
	}

	@Override
	public String toString() {
		return label;
	}

	/** The pattern goes back over the label again and again. */
	private static final class Lost extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Lost() {
			super("the pattern does not come to an end", null, false, false);
		}

	}

}
