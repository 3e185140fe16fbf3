package io.bulkverify.benchmark.rival;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;

import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.file.FlatFileItemWriter;
import org.springframework.batch.infrastructure.item.support.ListItemReader;
import org.springframework.batch.integration.async.AsyncItemProcessor;
import org.springframework.batch.integration.async.AsyncItemWriter;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** The same with the calls of a chunk side by side; the chunk waits for its slowest. */
final class AsyncChunkJob {

	private AsyncChunkJob() {
	}

	static void run(List<String> members, MxCalls mx, Path output, int threads) throws Exception {
		SimpleAsyncTaskExecutor calls = new SimpleAsyncTaskExecutor("call-");
		calls.setConcurrencyLimit(threads);
		AsyncItemProcessor<String, String> processor = new AsyncItemProcessor<>(mx::verify);
		processor.setTaskExecutor(calls);
		FlatFileItemWriter<String> file = ChunkJob.file(output);
		JobRepository jobs = new ResourcelessJobRepository();
		ChunkJob.run(jobs,
				new StepBuilder("verify", jobs).<String, Future<String>>chunk(ChunkJob.CHUNK)
					.reader(new ListItemReader<>(members))
					.processor(processor)
					.writer(new AsyncItemWriter<>(file))
					.stream(file)
					.build());
	}

}
