package io.bulkverify.mx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.concurrent.Semaphore;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads the bodies of answers within bounds, whatever is in them: neither their size nor
 * their depth can cost more memory than this class allows. Safe for use by many threads.
 */
final class JsonBody {

	static final int LARGEST = 8 * 1024 * 1024;

	/** Real answers are far smaller; larger ones are read a few at a time. */
	private static final int USUAL = 256 * 1024;

	private static final int LARGE_AT_ONCE = 4;

	private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

	private final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(64)
				.maxTokenCount(200_000)
				.maxStringLength(2 * 1024 * 1024)
				.maxNumberLength(64)
				.maxNameLength(1_000)
				.build())
			.build())
		.build();

	/**
	 * The body as a tree; a missing node where it is empty or no JSON that can be
	 * accepted.
	 * @throws TooLarge beyond {@link #LARGEST}, or while too many large answers are read
	 * already
	 * @throws IOException where it does not come to its end
	 */
	JsonNode read(InputStream body) throws IOException {
		byte[] start = body.readNBytes(USUAL);
		if (start.length < USUAL) {
			return parse(new ByteArrayInputStream(start));
		}
		if (!large.tryAcquire()) {
			throw new TooLarge();
		}
		try {
			byte[] rest = body.readNBytes(LARGEST - USUAL + 1);
			if (start.length + rest.length > LARGEST) {
				throw new TooLarge();
			}
			return parse(new SequenceInputStream(new ByteArrayInputStream(start), new ByteArrayInputStream(rest)));
		}
		finally {
			large.release();
		}
	}

	private JsonNode parse(InputStream json) {
		try {
			return mapper.readTree(json);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	/** As JSON, to be sent. */
	String write(Object value) {
		return mapper.writeValueAsString(value);
	}

	/** The answer is larger than any that MX has reason to send. */
	static final class TooLarge extends IOException {

		TooLarge() {
			super("answer too large");
		}

	}

}
