package io.bulkverify.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.bulkverify.benchmark.rival.Rival;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The job on PostgreSQL against the simulator in its own process, beside what a user
 * would write instead, side by side in one run. Prints tables in Markdown.
 */
@Command(name = "benchmark", mixinStandardHelpOptions = true)
public final class Benchmark implements Callable<Integer> {

	/** What is measured. */
	enum Scene {

		/** The job and the strongest rival at MX's published quota. */
		QUOTA,
		/**
		 * The other rivals, at the same quota, with as many members as take a minute or
		 * two.
		 */
		RIVALS,
		/** Quick verifications without a quota. */
		UNTHROTTLED,
		/** Ten thousand members beside a million, in half a gigabyte. */
		MILLION

	}

	@Option(names = "--jar", defaultValue = "target/bulk-member-verification.jar")
	private Path jar = Path.of("");

	@Option(names = "--scenes", split = ",", defaultValue = "QUOTA,RIVALS,UNTHROTTLED",
			description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
	private Set<Scene> scenes = EnumSet.noneOf(Scene.class);

	@Option(names = "--members", defaultValue = "60000", description = "At the quota. Default: ${DEFAULT-VALUE}.")
	private int members;

	@Option(names = "--heap", defaultValue = "-Xmx512m", description = "Of each program. Default: ${DEFAULT-VALUE}.")
	private String heap = "";

	public static void main(String[] args) {
		System.exit(new CommandLine(new Benchmark()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
	}

	@Override
	public @Nullable Integer call() throws Exception {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		Path folder = Files.createTempDirectory("benchmark");
		System.out.printf("%d cores, Java %s, %s%n%n%s%n", Runtime.getRuntime().availableProcessors(),
				Runtime.version(), System.getProperty("os.name"), Figures.HEADING);
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			for (Scene scene : scenes) {
				switch (scene) {
					case QUOTA -> atTheQuota(postgres, folder);
					case RIVALS -> rivals(folder);
					case UNTHROTTLED -> unthrottled(postgres, folder);
					case MILLION -> million(postgres, folder);
				}
			}
		}
		return 0;
	}

	private void atTheQuota(EmbeddedPostgres postgres, Path folder) throws Exception {
		Workload workload = Workload.atTheQuota(members);
		show(job(postgres, "quota").verify("this job, at the quota", workload, folder.resolve("quota")));
		show(new Opponent(Rival.VIRTUAL_THREADS, heap).verify(workload, folder));
	}

	private void rivals(Path folder) throws Exception {
		Workload workload = Workload.atTheQuota(0);
		show(new Opponent(Rival.LOOP, heap).verify(workload.of(3), folder));
		show(new Opponent(Rival.POOL, heap).verify(workload.of(192), folder));
		show(new Opponent(Rival.CHUNK_JOB, heap).verify(workload.of(3), folder));
		show(new Opponent(Rival.ASYNC_CHUNK_JOB, heap).verify(workload.of(192), folder));
	}

	private void unthrottled(EmbeddedPostgres postgres, Path folder) throws Exception {
		Workload workload = Workload.unthrottled(60_000);
		show(job(postgres, "unthrottled").verify("this job, unthrottled", workload, folder.resolve("unthrottled")));
		show(new Opponent(Rival.VIRTUAL_THREADS, heap).verify(workload, folder));
		show(new Opponent(Rival.BARE_CLIENT, heap).verify(workload.of(200_000), folder));
	}

	private void million(EmbeddedPostgres postgres, Path folder) throws Exception {
		show(job(postgres, "few").verify("this job, few", Workload.unthrottled(10_000), folder.resolve("few")));
		show(job(postgres, "many").verify("this job, a million", Workload.unthrottled(1_000_000),
				folder.resolve("many")));
	}

	private static void show(Figures one) {
		System.out.println(one);
	}

	private TheJob job(EmbeddedPostgres postgres, String database) throws Exception {
		try (var connection = postgres.getPostgresDatabase().getConnection();
				var statement = connection.createStatement()) {
			statement.execute("create database " + database);
		}
		return new TheJob(jar.toAbsolutePath(), Map.of("DATABASE_URL", postgres.getJdbcUrl("postgres", database),
				"DATABASE_USER", "postgres", "DATABASE_PASSWORD", ""), heap);
	}

}
