package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

import io.bulkverify.member.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** When the pages of a list are the whole list (src/docs/mx.md §1.9). */
class WholeListTest {

	private final WholeList<Integer> list = new WholeList<>();

	@ParameterizedTest(name = "{0} rows, {1} pages and {2} rows in all: {3}")
	@CsvSource(textBlock = """
			0,  ,   ,   whole
			24, ,   ,   whole
			25, ,   ,   unclear
			26, ,   ,   unclear
			25, 1,  25, whole
			25, 1,  ,   whole
			25, ,   25, whole
			25, 0,  25, whole
			0,  0,  0,  whole
			0,  1,  0,  whole
			25, 2,  50, more
			25, 2,  ,   more
			25, ,   50, more
			25, 1,  26, unclear
			25, 1,  24, unclear
			3,  1,  0,  unclear
			0,  2,  50, unclear
			0,  ,   50, unclear
			25, 1001, 25025, unclear
			25, 1000, 25000, more
			""")
	void theFirstPage(int rows, @Nullable Long pages, @Nullable Long entries, String verdict) {
		assertThat(verdict(list.add(page(0, rows, 1L, pages, entries)))).isEqualTo(verdict);
	}

	@ParameterizedTest(name = "from row {0}, {1} rows, page {2}, {3} pages and {4} rows in all: {5}")
	@CsvSource(textBlock = """
			25, 25, 2, 2, 50, whole
			25, 25, , 2, 50, whole
			25, 24, 2, 2, 50, unclear
			25, 26, 2, 2, 50, unclear
			25, 0, 2, 2, 50, unclear
			0, 25, 2, 2, 50, unclear
			24, 25, 2, 2, 50, unclear
			25, 25, 1, 2, 50, unclear
			25, 25, 2, 2, 51, unclear
			25, 25, 2, 3, 50, unclear
			25, 25, 2, , , unclear
			25, 5, , , , unclear
			""")
	void theSecondOfTwo(int from, int rows, @Nullable Long number, @Nullable Long pages, @Nullable Long entries,
			String verdict) {
		assertThat(list.add(page(0, 25, 1L, 2L, 50L))).isEmpty();
		assertThat(verdict(list.add(page(from, rows, number, pages, entries)))).isEqualTo(verdict);
	}

	@Test
	void allRowsAreInItInTheirOrder() {
		list.add(page(0, 25, null, 2L, 30L));
		assertThat(list.add(page(25, 5, null, 2L, 30L)))
			.contains(new Answer.Good<>(IntStream.range(0, 30).boxed().toList()));
	}

	@Test
	void twoAccountsThatLookAlikeOnOnePageAreNoRepetition() {
		assertThat(list.add(new Page<>(List.of(7, 7), 2, 1L, 1L, 2L))).contains(new Answer.Good<>(List.of(7)));
	}

	@Test
	void rowsThatCouldNotBeReadCount() {
		assertThat(verdict(list.add(new Page<>(List.of(7), 2, 1L, 1L, 2L)))).isEqualTo("whole");
	}

	@Test
	void aListOfPagesWithoutEndComesToAnEnd() {
		Optional<Answer<List<Integer>>> answer = Optional.empty();
		for (int page = 0; answer.isEmpty(); page++) {
			answer = list.add(page(page, 1, null, null, 1_000_000L));
		}
		assertThat(verdict(answer)).isEqualTo("unclear");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"total_pages\":1e9}", "{\"total_pages\":\"many\"}", "{\"total_pages\":-1}",
			"{\"total_pages\":1.5}", "{\"total_pages\":99999999999999999999}", "{\"total_entries\":[]}",
			"{\"current_page\":\"first\"}" })
	void countsThatAreNoneMakeNoPage(String pagination) {
		assertThat(Page.of(List.of(), 0, JsonMapper.shared().readTree("{\"pagination\":" + pagination + "}"))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "{}", "[]", "{\"total_pages\":null}" })
	void countsThatAreMissingTellNothing(String pagination) {
		Page<Integer> page = Page.of(List.of(1), 1,
				JsonMapper.shared().readTree("{\"pagination\":" + pagination + "}"));
		assertThat(Objects.requireNonNull(page).tellsTotals()).isFalse();
	}

	private static Page<Integer> page(int from, int rows, @Nullable Long number, @Nullable Long pages,
			@Nullable Long entries) {
		return new Page<>(IntStream.range(from, from + rows).boxed().toList(), rows, number, pages, entries);
	}

	private static String verdict(Optional<? extends Answer<?>> answer) {
		return answer.map(whole -> whole instanceof Answer.Good ? "whole" : "unclear").orElse("more");
	}

}
