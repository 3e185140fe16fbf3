package io.bulkverify.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole set or nothing (README.md, "Using it"). */
class OutputSetTest {

	@TempDir
	Path directory;

	private Path folder;

	@BeforeEach
	void name() {
		folder = directory.resolve("out/2026-11-20");
	}

	@Test
	void nothingIsInPlaceBeforeTheCommitAndEverythingAfterIt() throws IOException {
		OutputSet files = begun("run-1");
		Samples.writeEmpty(files);
		assertThat(names()).allMatch(name -> name.startsWith("."));

		List<Path> inPlace = Samples.commit(files, "run-1");

		assertThat(names()).containsExactly("account-numbers.csv", "exceptions.csv", "rejected-rows.csv", "report.html",
				"summary.json");
		assertThat(inPlace).containsExactly(folder.resolve("account-numbers.csv"), folder.resolve("exceptions.csv"),
				folder.resolve("rejected-rows.csv"), folder.resolve("report.html"), folder.resolve("summary.json"));
		assertThat(files.runThere()).contains("run-1");
	}

	@Test
	void onlyTheOwnerCanLook() throws IOException {
		OutputSet files = begun("run-1");
		Samples.writeEmpty(files);
		assertThat(modes()).containsOnly("rw-------");

		Samples.commit(files, "run-1");

		assertThat(modes()).hasSize(5).containsOnly("rw-------");
		assertThat(mode(folder)).isEqualTo("rwx------");
		assertThat(mode(directory.resolve("out"))).isEqualTo("rwx------");
	}

	@Test
	void aSetWhosePartsAreGoneLeavesTheOneThatIsThereAlone() throws IOException {
		OutputSet first = begun("run-1");
		Samples.writeEmpty(first);
		Samples.commit(first, "run-1");
		OutputSet again = begun("run-1");
		Samples.writeEmpty(again);
		again.complete(Samples.story("run-1"));
		Files.delete(again.aside(OutputSet.EXCEPTIONS));

		assertThatThrownBy(() -> again.commit(() -> {
		})).isInstanceOf(OutputException.class).hasMessageContaining("cleared");
		assertThat(first.runThere()).contains("run-1");
	}

	@Test
	void whatIsAbandonedLeavesNothing() throws IOException {
		OutputSet files = begun("run-1");
		Samples.writeEmpty(files);

		files.abandon();

		assertThat(names()).isEmpty();
		assertThat(files.runThere()).isEmpty();
	}

	@Test
	void whatACrashLeftIsRemovedAtTheNextStartAndNothingElseIs() throws IOException {
		Samples.writeEmpty(begun("run-1"));
		Files.writeString(folder.resolve("notes.txt"), "mine");
		Files.writeString(folder.resolve(".hidden"), "mine too");

		begun("run-1");

		assertThat(names()).containsExactly(".hidden", "notes.txt");
	}

	@Test
	void whoWakesUpAfterAnotherHasTakenOverFindsNothingToMoveAndHarmsNothing() throws IOException {
		OutputSet frozen = new OutputSet(folder, 7);
		frozen.begin("run-1", false);
		Samples.writeEmpty(frozen);
		frozen.complete(Samples.story("run-1"));
		OutputSet taker = new OutputSet(folder, 12);
		taker.begin("run-1", false);
		Samples.writeEmpty(taker);

		assertThatThrownBy(() -> frozen.commit(() -> {
		})).isInstanceOf(OutputException.class);
		frozen.abandon();
		new OutputSet(folder, 7).begin("run-1", false);

		assertThat(names()).hasSize(3).allMatch(name -> name.endsWith(".12.part"));
		assertThat(Samples.commit(taker, "run-1")).hasSize(5);
		assertThat(names()).hasSize(5);
	}

	@Test
	void aCommitAsksBeforeEveryChangeWhetherTheFolderIsStillOurs() throws IOException {
		for (int allowed = 0; allowed < 6; allowed++) {
			OutputSet files = begun("run-1");
			Samples.writeEmpty(files);
			files.complete(Samples.story("run-1"));
			List<String> before = names();
			AtomicInteger left = new AtomicInteger(allowed);

			assertThatThrownBy(() -> files.commit(() -> {
				if (left.getAndDecrement() == 0) {
					throw new IllegalArgumentException("not any more");
				}
			})).isInstanceOf(IllegalArgumentException.class);

			assertThat(names()).as("after %d permissions", allowed).hasSameSizeAs(before);
			assertThat(files.runThere()).isEmpty();
			files.abandon();
			for (String name : names()) {
				Files.delete(folder.resolve(name));
			}
		}
	}

	@Test
	void theSetOfAnotherRunIsRefusedUnlessItMayBeReplaced() {
		commit("run-1", "account-numbers.csv");

		assertThatThrownBy(() -> new OutputSet(folder).begin("run-2", false)).isInstanceOf(OutputTakenException.class)
			.hasMessageContaining("run-1")
			.hasMessageContaining("--replace");

		OutputSet replacing = new OutputSet(folder);
		replacing.begin("run-2", true);
		Samples.writeEmpty(replacing);
		assertThat(replacing.runThere()).contains("run-1");
		Samples.commit(replacing, "run-2");
		assertThat(replacing.runThere()).contains("run-2");
	}

	@Test
	void theSetOfTheSameRunIsReplacedAndStandsUntilThen() throws IOException {
		commit("run-1", "account-numbers.csv");
		OutputSet again = begun("run-1");
		Samples.writeEmpty(again);
		again.abandon();
		assertThat(again.runThere()).contains("run-1");
		assertThat(names()).hasSize(5);

		commit("run-1", "account-numbers.csv");
		assertThat(names()).hasSize(5);
	}

	@Test
	void aSummaryThatIsNotOursIsNotOverwritten() throws IOException {
		Files.createDirectories(folder);
		Files.writeString(folder.resolve("summary.json"), "{\"quarter\": 3}");
		assertThatThrownBy(() -> begun("run-1")).isInstanceOf(OutputTakenException.class);

		Files.writeString(folder.resolve("summary.json"), "not even JSON");
		assertThatThrownBy(() -> begun("run-1")).isInstanceOf(OutputTakenException.class);
	}

	@Test
	void aSetWithoutOneOfItsFilesIsNotCommitted() {
		OutputSet files = begun("run-1");
		Samples.written(files, new RejectedRowsWriter(files), OutputSet.REJECTED_ROWS, List.of());

		assertThatThrownBy(() -> Samples.commit(files, "run-1")).isInstanceOf(IllegalStateException.class);
		assertThat(files.runThere()).isEmpty();
	}

	@Test
	void aCommitThatTheDiskRefusesLeavesNoSummary() throws IOException {
		commit("run-1", "account-numbers.csv");
		Files.delete(folder.resolve("exceptions.csv"));
		Files.createDirectories(folder.resolve("exceptions.csv/in-the-way"));
		OutputSet files = begun("run-1");
		Samples.writeEmpty(files);

		assertThatThrownBy(() -> Samples.commit(files, "run-1")).isInstanceOf(OutputException.class)
			.hasMessageContaining("Cannot write " + folder);
		assertThat(files.runThere()).isEmpty();
	}

	@Test
	void aFolderThatCannotBeMadeIsRefusedInClearWords() throws IOException {
		Files.writeString(directory.resolve("out"), "a file");

		assertThatThrownBy(() -> begun("run-1")).isInstanceOf(OutputException.class)
			.hasMessageContaining("Cannot write " + folder);
		Path inTheWay = directory.resolve("out");
		assertThatThrownBy(() -> new OutputSet(inTheWay).begin("run-1", false)).isInstanceOf(OutputException.class)
			.hasMessageContaining("a file of that name is in the way");
	}

	private OutputSet begun(String runId) {
		OutputSet files = new OutputSet(folder);
		files.begin(runId, false);
		return files;
	}

	private void commit(String runId, String expected) {
		OutputSet files = begun(runId);
		Samples.writeEmpty(files);
		assertThat(Samples.commit(files, runId)).contains(folder.resolve(expected));
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	private List<String> modes() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(OutputSetTest::mode).toList();
		}
	}

	private static String mode(Path path) {
		try {
			return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
