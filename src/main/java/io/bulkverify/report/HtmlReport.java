package io.bulkverify.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * {@code report.html}: the run as a page for people. One file that needs nothing else,
 * with the same bytes for the same story. No account number is in it.
 */
final class HtmlReport {

	private static final String TEMPLATE = "report.html.mustache";

	private HtmlReport() {
	}

	static byte[] bytes(RunStory story) {
		return template().execute(ReportPage.of(story)).getBytes(StandardCharsets.UTF_8);
	}

	private static Template template() {
		try (Reader text = new InputStreamReader(
				Objects.requireNonNull(HtmlReport.class.getResourceAsStream(TEMPLATE), TEMPLATE),
				StandardCharsets.UTF_8)) {
			return Mustache.compiler().escapeHTML(true).compile(text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
