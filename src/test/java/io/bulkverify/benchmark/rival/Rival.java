package io.bulkverify.benchmark.rival;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What a user would write instead of the job. */
public enum Rival {

	/** One member after the other. */
	LOOP("one thread in a loop") {
		@Override
		void verify(List<String> members, MxCalls mx, Path output) throws Exception {
			try (BufferedWriter file = Files.newBufferedWriter(output)) {
				for (String member : members) {
					write(file, mx.verify(member));
				}
			}
		}
	},

	/** Threads that sleep while they poll. */
	POOL("a pool of 64 threads that sleep while polling") {
		@Override
		void verify(List<String> members, MxCalls mx, Path output) throws Exception {
			try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
				inThreads(threads, members, mx, output);
			}
		}
	},

	/** The calls in the processor, as the tutorials have it. */
	CHUNK_JOB("a chunk-oriented Spring Batch job, calls in the processor") {
		@Override
		void verify(List<String> members, MxCalls mx, Path output) throws Exception {
			ChunkJob.run(members, mx, output);
		}
	},

	/** The same, with as many threads as the pool. */
	ASYNC_CHUNK_JOB("AsyncItemProcessor and AsyncItemWriter, 64 threads") {
		@Override
		void verify(List<String> members, MxCalls mx, Path output) throws Exception {
			AsyncChunkJob.run(members, mx, output, THREADS);
		}
	},

	/** The strongest: everything at once, in memory, paced by a limiter. */
	VIRTUAL_THREADS("a virtual thread for each member, paced, nothing durable") {
		@Override
		void verify(List<String> members, MxCalls mx, Path output) throws Exception {
			try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
				inThreads(threads, members, mx, output);
			}
		}
	},

	/** No work at all: how many small reads the client makes. */
	BARE_CLIENT("the bare HTTP client: a small read for each member") {
		@Override
		void verify(List<String> members, MxCalls mx, Path output) throws Exception {
			try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
				int each = members.size() / THREADS;
				List<Callable<Object>> shares = IntStream.range(0, THREADS)
					.mapToObj((thread) -> Executors
						.callable(() -> members.subList(thread * each, (thread + 1) * each).forEach(mx::read)))
					.toList();
				for (Future<Object> share : threads.invokeAll(shares)) {
					share.get();
				}
			}
		}
	};

	private static final int THREADS = 64;

	private final String description;

	Rival(String description) {
		this.description = description;
	}

	abstract void verify(List<String> members, MxCalls mx, Path output) throws Exception;

	/** In the words of the benchmark's table. */
	public String description() {
		return this.description;
	}

	private static void inThreads(ExecutorService threads, List<String> members, MxCalls mx, Path output)
			throws Exception {
		List<Future<String>> verified = members.stream()
			.map((member) -> threads.submit(() -> mx.verify(member)))
			.toList();
		try (BufferedWriter file = Files.newBufferedWriter(output)) {
			for (Future<String> numbers : verified) {
				write(file, numbers.get());
			}
		}
	}

	private static void write(BufferedWriter file, String numbers) throws IOException {
		file.write(numbers);
		file.newLine();
	}

}
