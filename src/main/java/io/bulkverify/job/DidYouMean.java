package io.bulkverify.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Finds the name that somebody may have meant who wrote another one.
 *
 * @param known the names that there are
 */
record DidYouMean(Collection<String> known) {

	private static final int CLOSE = 4;

	/** The question, or what to say where no name is alike. */
	String or(String otherwise, String written) {
		return within(CLOSE, written).map((name) -> "did you mean " + name + "?").orElse(otherwise);
	}

	/** The name that is most alike, with so many letters changed at most. */
	Optional<String> within(int letters, String written) {
		LevenshteinDistance distance = new LevenshteinDistance(letters);
		return this.known.stream()
			.filter((name) -> distance.apply(name, written) >= 0)
			.min(Comparator.comparing((name) -> distance.apply(name, written)));
	}

}
