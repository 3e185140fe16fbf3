package io.bulkverify.job;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.bulkverify.member.Category;
import io.bulkverify.member.Reason;

/**
 * What an operator asks for with {@code rerun}.
 *
 * @param of the run whose exceptions are taken up
 * @param reasons only members reported for one of these; empty is any
 * @param categories only members reported in one of these; empty is any
 * @param options how it is done
 */
public record RerunRequest(long of, Set<Reason> reasons, Set<Category> categories, RunOptions options) {

	public RerunRequest {
		reasons = Set.copyOf(reasons);
		categories = Set.copyOf(categories);
	}

	/** The reasons that are in both filters. */
	Set<Reason> wanted() {
		Set<Reason> wanted = EnumSet.allOf(Reason.class);
		wanted.removeIf((reason) -> !(this.reasons.isEmpty() || this.reasons.contains(reason))
				|| !(this.categories.isEmpty() || this.categories.contains(reason.category())));
		return wanted;
	}

	/**
	 * The same text for the same filters: with the run, it makes two reruns identical.
	 */
	String filters() {
		return "{\"reasons\":" + names(this.reasons) + ",\"categories\":" + names(this.categories) + "}";
	}

	private static String names(Set<? extends Enum<?>> constants) {
		return constants.stream()
			.map((constant) -> '"' + constant.name() + '"')
			.collect(Collectors.toCollection(TreeSet::new))
			.toString();
	}

}
