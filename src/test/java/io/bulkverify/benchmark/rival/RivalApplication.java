package io.bulkverify.benchmark.rival;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A rival as a process of its own:
 * {@code NAME URL MEMBERS POLL_MILLIS READS WRITES FILE}.
 */
public final class RivalApplication {

	private RivalApplication() {
	}

	public static void main(String[] args) throws Exception {
		MxCalls mx = new MxCalls(args[1], Duration.ofMillis(Long.parseLong(args[3])), Integer.parseInt(args[4]),
				Integer.parseInt(args[5]));
		List<String> members = IntStream.rangeClosed(1, Integer.parseInt(args[2]))
			.mapToObj((number) -> "MBR-fine-" + number)
			.toList();
		Rival.valueOf(args[0]).verify(members, mx, Path.of(args[6]));
		System.exit(0);
	}

}
