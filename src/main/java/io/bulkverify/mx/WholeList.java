package io.bulkverify.mx;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.bulkverify.member.Answer;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a list as they come in. It is taken for whole only where all that the
 * pages say of its length has come: an account that is missing would look like one that
 * is not there.
 */
final class WholeList<T> {

	private static final int MOST_PAGES = 1_000;

	/** What MX puts on a page where nothing else is agreed (src/docs/mx.md §1.9). */
	private static final int USUAL_PAGE = 25;

	private final Set<T> items = new LinkedHashSet<>();

	private @Nullable Page<T> first;

	private int pages;

	private long rows;

	/**
	 * Takes the next page.
	 * @return what the list is; empty where another page is needed
	 */
	Optional<Answer<List<T>>> add(Page<T> page) {
		pages++;
		rows += page.rows();
		Page<T> begun = first == null ? page : first;
		first = begun;
		@Nullable String flaw = flaw(page, begun);
		if (flaw != null) {
			return Optional.of(new Answer.Unclear<>("the list is not whole: " + flaw));
		}
		items.addAll(page.items());
		return last(page) ? Optional.of(new Answer.Good<>(List.copyOf(items))) : Optional.empty();
	}

	private @Nullable String flaw(Page<T> page, Page<T> begun) {
		if (!Objects.equals(page.totalPages(), begun.totalPages())
				|| !Objects.equals(page.totalRows(), begun.totalRows())) {
			return "its length changed while it was read";
		}
		if (page.number() != null && page.number() != pages) {
			return "page %d came instead of page %d".formatted(page.number(), pages);
		}
		if (page.items().stream().anyMatch(items::contains)) {
			return "a row came on two pages";
		}
		if (!page.tellsTotals() && page.rows() >= USUAL_PAGE) {
			return "a full page came that does not say whether it is the last";
		}
		if (pages >= MOST_PAGES || (page.totalPages() != null && page.totalPages() > MOST_PAGES)) {
			return "more than %d pages".formatted(MOST_PAGES);
		}
		if (last(page)) {
			return page.totalRows() == null || page.totalRows() == rows ? null
					: "%d rows came of %d".formatted(rows, page.totalRows());
		}
		return page.rows() == 0 ? "page %d is empty, and not the last".formatted(pages) : null;
	}

	private boolean last(Page<T> page) {
		if (page.totalPages() != null) {
			return pages >= page.totalPages();
		}
		return page.totalRows() == null || rows >= page.totalRows();
	}

}
