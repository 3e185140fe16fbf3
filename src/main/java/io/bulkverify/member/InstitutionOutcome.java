package io.bulkverify.member;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the members of one institution.
 *
 * @param code its code at MX; null for members of whom none was ever read
 * @param reported members that were reported, by category; categories without any are
 * left out
 */
public record InstitutionOutcome(@Nullable String code, long verified, Map<Category, Long> reported) {

	public InstitutionOutcome {
		Map<Category, Long> ordered = new EnumMap<>(Category.class);
		ordered.putAll(reported);
		reported = Collections.unmodifiableMap(ordered);
	}

	/** How many members it has. */
	public long members() {
		return verified + exceptions();
	}

	/** How many of them were reported. */
	public long exceptions() {
		return reported.values().stream().mapToLong(Long::longValue).sum();
	}

	/** Both together, under this one's code. */
	public InstitutionOutcome plus(InstitutionOutcome more) {
		Map<Category, Long> sum = new EnumMap<>(Category.class);
		sum.putAll(reported);
		more.reported.forEach((category, members) -> sum.merge(category, members, Long::sum));
		return new InstitutionOutcome(code, verified + more.verified, sum);
	}
}
