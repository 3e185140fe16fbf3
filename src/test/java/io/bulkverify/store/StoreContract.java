package io.bulkverify.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Member;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Stage;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** The store on a database of its own, and words to speak of members with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated("changes the time zone of the whole process")
abstract class StoreContract {

	static final Instant NOW = Instant.parse("2026-11-20T01:30:00.123456Z");

	static final LocalDate DATE = LocalDate.of(2026, 11, 20);

	private static final AtomicInteger LIST = new AtomicInteger();

	private final TestDatabase kind;

	private TimeZone zone;

	private HikariDataSource dataSource;

	private AnnotationConfigApplicationContext context;

	JdbcClient jdbc;

	TransactionTemplate transaction;

	RunTable runs;

	WorkTable table;

	KnownNumbers known;

	Lease lease;

	LatestOutcomes outcomes;

	RunComparison comparison;

	FinishedRuns finishedRuns;

	StoreContract(TestDatabase kind) {
		this.kind = kind;
	}

	@BeforeAll
	void open() {
		zone = TimeZone.getDefault();
		TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
		dataSource = kind.create();
		Flyway.configure().dataSource(dataSource).javaMigrations(new SpringBatchTables()).load().migrate();
		context = new AnnotationConfigApplicationContext();
		context.registerBean(HikariDataSource.class, () -> dataSource);
		context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(dataSource));
		context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
		context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(dataSource));
		context.register(Transactions.class, PlainNumbers.class, AccountNumbers.class, History.class, OtherRuns.class,
				MemberList.class, ExportReaders.class, RunTable.class, WorkTable.class, KnownNumbers.class, Lease.class,
				LatestOutcomes.class, RunComparison.class, FinishedRuns.class);
		context.refresh();
		jdbc = context.getBean(JdbcClient.class);
		transaction = new TransactionTemplate(context.getBean(JdbcTransactionManager.class));
		runs = context.getBean(RunTable.class);
		table = context.getBean(WorkTable.class);
		known = context.getBean(KnownNumbers.class);
		lease = context.getBean(Lease.class);
		outcomes = context.getBean(LatestOutcomes.class);
		comparison = context.getBean(RunComparison.class);
		finishedRuns = context.getBean(FinishedRuns.class);
	}

	@AfterAll
	void close() {
		context.close();
		dataSource.close();
		TimeZone.setDefault(zone);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Transactions {

	}

	boolean onPostgres() {
		return kind == TestDatabase.POSTGRES;
	}

	HikariDataSource dataSource() {
		return dataSource;
	}

	static String newList() {
		return "%064x".formatted(LIST.incrementAndGet());
	}

	Run newRun() {
		return runs.create(DATE, newList(), "members.csv", "atrium", null, null, NOW);
	}

	/** A run with members {@code MBR-<run>-2} and so on, from line 2. */
	long runOf(int members) {
		long run = newRun().id();
		table.insert(run, IntStream.range(2, members + 2).mapToObj(line -> row(run, line)).toList(), NOW);
		return run;
	}

	static ListRow row(long run, long line) {
		return listed(line, "MBR-%d-%d".formatted(run, line));
	}

	static ListRow listed(long line, String memberGuid) {
		return new ListRow.Listed(member(line, memberGuid), Map.of(), "USR-%d,%s,,".formatted(line, memberGuid));
	}

	static ListedMember member(long line, String memberGuid) {
		return new ListedMember(line, "USR-" + line, memberGuid, null, null, Set.of(), null);
	}

	List<Member> in(long run, Stage stage) {
		return table.due(run, stage, NOW.plus(Duration.ofDays(36_500)), 1_000);
	}

	Member only(long run, Stage stage) {
		List<Member> members = in(run, stage);
		if (members.size() != 1) {
			throw new AssertionError("not one member but " + members);
		}
		return members.getFirst();
	}

	/** Brings members somewhere by the shortest way, whatever the policy thinks of it. */
	List<Member> move(long run, List<Member> members, Stage stage) {
		List<Progress> intents = members.stream().map(member -> at(member.progress(), stage)).toList();
		table.intend(run, members, intents);
		List<Member> moved = new ArrayList<>();
		for (int i = 0; i < members.size(); i++) {
			moved.add(members.get(i).stored(intents.get(i)));
		}
		return moved;
	}

	Member move(long run, Member member, Stage stage) {
		return move(run, List.of(member), stage).getFirst();
	}

	static Progress at(Progress progress, Stage stage) {
		return new Progress(stage, progress.dueAt(), progress.seen(), progress.baseline(), progress.attempt(),
				progress.sighting(), progress.conflicts(), progress.readErrors(), progress.writeErrors(),
				progress.selection());
	}

}
