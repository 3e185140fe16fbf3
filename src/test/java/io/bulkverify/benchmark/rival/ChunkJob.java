package io.bulkverify.benchmark.rival;

import java.nio.file.Path;
import java.util.List;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.file.FlatFileItemWriter;
import org.springframework.batch.infrastructure.item.file.builder.FlatFileItemWriterBuilder;
import org.springframework.batch.infrastructure.item.support.ListItemReader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.task.SyncTaskExecutor;

/** Spring Batch as its tutorials show it: reader, processor that calls, writer. */
final class ChunkJob {

	static final int CHUNK = 64;

	private ChunkJob() {
	}

	static void run(List<String> members, MxCalls mx, Path output) throws Exception {
		JobRepository jobs = new ResourcelessJobRepository();
		run(jobs,
				new StepBuilder("verify", jobs).<String, String>chunk(CHUNK)
					.reader(new ListItemReader<>(members))
					.processor(mx::verify)
					.writer(file(output))
					.build());
	}

	static FlatFileItemWriter<String> file(Path output) {
		return new FlatFileItemWriterBuilder<String>().name("numbers")
			.resource(new FileSystemResource(output))
			.lineAggregator((numbers) -> numbers)
			.build();
	}

	static void run(JobRepository jobs, Step step) throws Exception {
		TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
		operator.setJobRepository(jobs);
		operator.setJobRegistry(new MapJobRegistry());
		operator.setTaskExecutor(new SyncTaskExecutor());
		operator.afterPropertiesSet();
		JobExecution done = operator.start(new JobBuilder("rival", jobs).start(step).build(), new JobParameters());
		if (done.getStatus() != BatchStatus.COMPLETED) {
			throw new IllegalStateException(String.valueOf(done));
		}
	}

}
