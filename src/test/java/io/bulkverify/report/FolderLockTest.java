package io.bulkverify.report;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderLockTest {

	@TempDir
	Path folder;

	@Test
	void one_at_a_time_writes_there_and_the_lock_leaves_nothing_behind() throws Exception {
		assertThat(FolderLock.alone(this.folder, () -> {
			assertThat(FolderLock.alone(this.folder, () -> {
				throw new AssertionError("both wrote");
			})).isFalse();
			assertThat(FolderLock.alone(this.folder, () -> {
				throw new AssertionError("both wrote");
			})).isFalse();
		})).isTrue();

		assertThat(this.folder).isEmptyDirectory();
		assertThat(FolderLock.alone(this.folder, () -> {
		})).isTrue();
	}

	@Test
	void what_a_killed_process_left_keeps_nobody_out() throws Exception {
		Files.writeString(this.folder.resolve(".report.lock"), "its mark");

		assertThat(FolderLock.alone(this.folder, () -> {
		})).isTrue();
	}

	@Test
	void work_that_fails_gives_the_lock_back() {
		assertThatThrownBy(() -> FolderLock.alone(this.folder, () -> {
			throw new IllegalStateException("no");
		})).isInstanceOf(IllegalStateException.class);

		assertThat(this.folder).isEmptyDirectory();
	}

}
