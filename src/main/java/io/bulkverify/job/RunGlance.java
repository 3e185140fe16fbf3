package io.bulkverify.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.bulkverify.member.Stage;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is at one moment.
 *
 * @param stages members by stage; empty while the list is still being read
 * @param perSecond members that ended a second, of late
 * @param left until the last member ends if it goes on like this; null where nobody can
 * tell
 * @param waits what keeps the run waiting, in words; mostly empty
 */
public record RunGlance(long runId, Map<Stage, Long> stages, double perSecond, @Nullable Duration left,
		List<String> waits) {

	public RunGlance {
		stages = Map.copyOf(stages);
		waits = List.copyOf(waits);
	}

	/** All members. */
	public long members() {
		return this.stages.values().stream().mapToLong(Long::longValue).sum();
	}

	/** Members with account numbers. */
	public long verified() {
		return in(Stage.VERIFIED);
	}

	/** Members that ended as exceptions. */
	public long exceptions() {
		return in(Stage.REPORTED);
	}

	/** Members that have ended. */
	public long done() {
		return verified() + exceptions();
	}

	/** Members of which a verification was asked for, or that needed none. */
	public long begun() {
		return members() - in(Stage.PENDING) - in(Stage.READY);
	}

	/** Whether every member has ended, so that only the files are left to be written. */
	public boolean writing() {
		return members() > 0 && done() == members();
	}

	private long in(Stage stage) {
		return this.stages.getOrDefault(stage, 0L);
	}

	/** Everything but the bar itself: for a line of a log. */
	public String text() {
		if (members() == 0) {
			return "the list is being read";
		}
		List<String> parts = new ArrayList<>();
		parts.add(counts());
		if (writing()) {
			parts.add("the files are being written");
			return String.join(", ", parts);
		}
		parts.add(String.format(Locale.ROOT, "%.1f/s", this.perSecond));
		if (this.left != null) {
			parts.add("about %s left".formatted(inWords(this.left)));
		}
		parts.addAll(this.waits);
		return String.join(", ", parts);
	}

	/** How many members are done, and how they ended. */
	String counts() {
		return "%,d of %,d members are done (%,d verified, %,d exceptions)".formatted(done(), members(), verified(),
				exceptions());
	}

	/** A duration as people say it, the shorter the rougher. */
	public static String inWords(Duration time) {
		if (time.toMinutes() == 0) {
			return "%d s".formatted(time.toSeconds());
		}
		return time.toHours() == 0 ? "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart())
				: "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
	}

}
