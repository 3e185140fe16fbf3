package io.bulkverify.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A night in which MX misbehaves towards many members at once, and an operator who gives
 * the same command again where a run stops.
 */
final class HostileNight implements AutoCloseable {

	/** More commands than any of these troubles lasts. */
	private static final int MOST_COMMANDS = 12;

	/**
	 * Every kind of end that a member can come to within seconds, but those without
	 * numbers: where the answer to a verify was lost they are UNCONFIRMED.
	 */
	private static final List<String> OTHERS = List.of("end.status-DENIED", "end.status-FAILED", "start.status-LOCKED",
			"start.status-DISABLED", "gone", "gone.on-verify", "forbidden", "refused.code-405", "refused.code-422",
			"unsupported", "selection", "mfa", "busy.for-1000", "joined.for-1000", "stale.lag-800.status-DENIED",
			"pages.count-26", "known", "error", "fast");

	private final MxSimulator mx;

	private final Night night;

	private final List<String> members;

	private final Path list;

	private final List<Night.Ended> ends = new ArrayList<>();

	private HostileNight(Path folder, Flavour flavour, List<String> members) {
		this.mx = MxSimulator.start(SimulatorSettings.builder().flavour(flavour).build());
		this.night = new Night(this.mx, Night.h2(folder), folder).with("verification.error.give-up-after", "12s")
			.with("verification.outage.give-up-after", "60s")
			.with("verification.poll.give-up-after", "40s");
		this.members = members;
		this.list = this.night.list(members);
	}

	static HostileNight of(Path folder, Flavour flavour, List<String> members) {
		return new HostileNight(folder, flavour, members);
	}

	/** So many healthy members, and one of every other kind among them. */
	static List<String> people(int healthy) {
		return Stream
			.concat(IntStream.rangeClosed(1, healthy).mapToObj((row) -> "MBR-fine-" + row),
					OTHERS.stream().map((story) -> "MBR-" + story + "-1"))
			.sorted((one, other) -> Integer.compare(one.hashCode(), other.hashCode()))
			.toList();
	}

	/** One member of each of these stories. */
	static List<String> members(List<String> stories) {
		return stories.stream().map((story) -> "MBR-" + story + "-1").toList();
	}

	MxSimulator mx() {
		return this.mx;
	}

	HostileNight with(String setting, Object value) {
		this.night.with(setting, value);
		return this;
	}

	HostileNight disturbed(String... disturbances) {
		Stream.of(disturbances).forEach(this.mx::disturb);
		return this;
	}

	Night night() {
		return this.night;
	}

	List<String> members() {
		return this.members;
	}

	/** The command, once. */
	Night.Ended run() {
		Night.Ended ended = this.night.run(this.list);
		this.ends.add(ended);
		return ended;
	}

	/**
	 * The command, and the same again for as long as it stops as resumable.
	 * @return what the stopped ones said
	 */
	List<Night.Ended> runToItsEnd() {
		do {
			run();
		}
		while (this.ends.getLast().exit() == 1 && this.ends.size() < MOST_COMMANDS);
		assertThat(this.ends.getLast().exit()).as(this.ends.toString()).isZero();
		return this.ends.subList(0, this.ends.size() - 1);
	}

	/**
	 * Everybody's end is that of a quiet night, with the right numbers, and no verify of
	 * anybody was taken twice.
	 */
	void endedAsAQuietOne() {
		EveryStoryTest.assertEndingsAfterKills(this.night, this.members);
	}

	/** Nobody was reported or verified: no file was written. */
	void reportedNobody() {
		assertThat(this.night.output().resolve("summary.json")).doesNotExist();
		assertThat(this.night.output().resolve("exceptions.csv")).doesNotExist();
	}

	void billedNobodyTwice() {
		assertThat(this.mx.members()).extracting(MemberReport::accepted).allMatch((accepted) -> accepted <= 1);
	}

	@Override
	public void close() {
		this.mx.close();
	}

}
