package io.bulkverify.job;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While a run works, {@code status} and {@code stop} get into its embedded database,
 * other starts end in order, and nobody on another machine gets in.
 */
class EmbeddedDatabaseTest {

	private static final Pattern SERVER = Pattern.compile("(?m)^server=.*:(\\d+)$");

	@TempDir
	Path folder;

	/** Each finds no database, and makes one. */
	@Test
	void of_three_first_starts_at_once_one_works_and_the_others_say_so() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			new Night(mx, Night.h2(this.folder), this.folder).list(List.of("MBR-fine.ms-6000-1"));
			List<ProgramProcess> starts = Stream.of("one", "two", "three")
				.map((name) -> ProgramProcess.start(this.folder, name + ".log", settings(mx), "run", "--input",
						"members.csv", "--output", name))
				.toList();

			List<Integer> exits = starts.stream().map((start) -> start.ended(Duration.ofMinutes(2))).toList();

			String said = starts.stream().map(ProgramProcess::said).collect(Collectors.joining("\n"));
			assertThat(exits).as(said).containsExactlyInAnyOrder(0, 4, 4);
			assertThat(said).doesNotContain("\tat ");
			starts.forEach(ProgramProcess::close);
		}
	}

	private Map<String, String> settings(MxSimulator mx) {
		Map<String, String> settings = new HashMap<>(Night.QUICK);
		settings.putAll(Map.of("spring.datasource.url", Night.h2(this.folder), "mx.base-url", mx.baseUrl(),
				"mx.client-id", mx.settings().clientId(), "mx.api-key", mx.settings().apiKey(),
				"verification.lease.take-over-after", "20s"));
		return settings;
	}

	@Test
	void it_listens_to_this_machine_only() throws IOException {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			new Night(mx, Night.h2(this.folder), this.folder).list(List.of("MBR-fine.ms-30000-1"));
			Map<String, String> settings = settings(mx);
			Path lock = this.folder.resolve("data/night.lock.db");
			try (ProgramProcess run = ProgramProcess.start(this.folder, "run.log", settings, "run", "--input",
					"members.csv")) {
				run.until(Duration.ofSeconds(60), () -> port(lock) > 0);

				assertThat(hears(InetAddress.getLoopbackAddress(), port(lock))).as(run::said).isTrue();
				assertThat(addressesOfThisMachine())
					.allSatisfy((address) -> assertThat(hears(address, port(lock))).as(address.toString()).isFalse());
			}
		}
	}

	private static int port(Path lock) {
		try {
			return Files.exists(lock) ? SERVER.matcher(Files.readString(lock))
				.results()
				.findFirst()
				.map((MatchResult line) -> Integer.parseInt(line.group(1)))
				.orElse(0) : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static List<InetAddress> addressesOfThisMachine() throws SocketException {
		return NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress())
			.toList();
	}

	private static boolean hears(InetAddress address, int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(address, port), 2_000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
