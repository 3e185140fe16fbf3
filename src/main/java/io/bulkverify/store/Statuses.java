package io.bulkverify.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

import io.bulkverify.member.ConnectionStatus;
import org.jspecify.annotations.Nullable;

/** Connection statuses as columns hold them: the word, and '' for MX's null. */
final class Statuses {

	private Statuses() {
	}

	static String toColumn(ConnectionStatus status) {
		@Nullable String word = status.word();
		return word == null ? "" : word;
	}

	static ConnectionStatus fromColumn(String column) {
		return ConnectionStatus.of(column);
	}

	/** Comma-separated; null for none at all, since '' is MX's null. */
	static @Nullable String toColumn(Set<ConnectionStatus> statuses) {
		return statuses.isEmpty() ? null
				: statuses.stream()
					.map(Statuses::toColumn)
					.sorted(Comparator.naturalOrder())
					.collect(Collectors.joining(","));
	}

	static Set<ConnectionStatus> setFromColumn(@Nullable String column) {
		return column == null ? Set.of()
				: Arrays.stream(column.split(",", -1))
					.map(ConnectionStatus::of)
					.collect(Collectors.toUnmodifiableSet());
	}

}
