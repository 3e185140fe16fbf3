package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of stages: x may follow, . may not, = is the same stage. */
class StageTest {

	private static final String TABLE = """
			from         PENDING READY REQUESTING VERIFYING ANSWERING CONNECTED VERIFIED REPORTED
			PENDING      =       x     x          x         x         x         x        x
			READY        x       =     x          .         .         .         .        x
			REQUESTING   x       x     =          x         .         .         .        x
			VERIFYING    x       .     .          =         x         x         .        x
			ANSWERING    .       .     .          x         =         .         .        x
			CONNECTED    .       .     .          .         .         =         x        x
			VERIFIED     .       .     .          .         .         .         =        .
			REPORTED     .       .     .          .         .         .         .        =
			""";

	static Stream<Arguments> pairs() {
		List<List<String>> lines = TABLE.lines().map(line -> List.of(line.split(" +", -1))).toList();
		List<String> to = lines.getFirst();
		return lines.stream()
			.skip(1)
			.flatMap(line -> IntStream.range(1, line.size())
				.mapToObj(i -> Arguments.of(Stage.valueOf(line.getFirst()), Stage.valueOf(to.get(i)), line.get(i))));
	}

	@ParameterizedTest(name = "{0} to {1}: {2}")
	@MethodSource("pairs")
	void everyPairOfStages(Stage from, Stage to, String allowed) {
		Progress progress = new Story().at(from).member.progress().with(Sighting.NONE.of("seen", new Story().moment()));
		switch (allowed) {
			case "x" -> assertThat(progress.in(to, Story.MIDNIGHT).sighting()).isEqualTo(Sighting.NONE);
			case "=" -> assertThat(progress.in(to, Story.MIDNIGHT).sighting().what()).isEqualTo("seen");
			default -> assertThatIllegalStateException().isThrownBy(() -> progress.in(to, Story.MIDNIGHT))
				.withMessageContaining(from + " to " + to);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aTerminalStageIsOneThatNothingFollows(Stage stage) {
		assertThat(stage.terminal()).isEqualTo(stage.next().isEmpty());
	}

}
