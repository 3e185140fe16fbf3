package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Call;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.MemberState;
import io.bulkverify.mx.FakeMx.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to a call on its way: permission, outage, limits, counters. */
@Timeout(30)
class LineTest {

	private static final String USERS = "{\"users\":[]}";

	private volatile Instant now = Mx.TIME.instant();

	private volatile boolean mayRead = true;

	private volatile boolean mayWrite = true;

	private final SendPermission permission = new SendPermission() {
		@Override
		public boolean mayRead() {
			return mayRead;
		}

		@Override
		public boolean mayWrite() {
			return mayWrite;
		}
	};

	private final FakeMx mx;

	LineTest() throws Exception {
		this.mx = new FakeMx();
		this.mx.says(LineTest::connected);
	}

	private static Said connected(FakeMx.Asked asked) {
		return new Said(200,
				"{\"member\":{\"guid\":\"%s\",\"connection_status\":\"CONNECTED\"}}".formatted(asked.member()));
	}

	@AfterEach
	void close() {
		mx.close();
	}

	@Test
	void whatMustNotBeSentIsNotSent() {
		MxApi api = client(10_000).api;
		mayWrite = false;
		assertThat(api.verify(member(1))).isInstanceOf(Answer.NotSent.class);
		assertThat(api.readMember(member(1))).isInstanceOf(Answer.Good.class);
		mayWrite = true;
		mayRead = false;
		assertThat(api.readMember(member(1))).isInstanceOf(Answer.NotSent.class);
		assertThat(api.verify(member(1))).isInstanceOf(Answer.Good.class);
		assertThat(mx.lines()).containsExactly("GET /users/USR/members/MBR-1", "POST /users/USR/members/MBR-1/verify");
	}

	@Test
	void aVerifyThatIsNoLongerWantedWhenItsTurnComesIsNotSent() {
		MxApi api = client(5).api;
		api.verify(member(1));
		AtomicInteger looks = new AtomicInteger();
		assertThat(api.verify(member(2), () -> looks.incrementAndGet() <= 2)).isInstanceOf(Answer.NotSent.class);
		assertThat(looks).as("asked while it waits, and not after the first no").hasValueBetween(3, 4);
		assertThat(mx.lines()).containsExactly("POST /users/USR/members/MBR-1/verify");
	}

	@Test
	void aCallThatWaitsForItsTurnEndsSoonWhenItMayNotBeSentAnyMore() throws Exception {
		MxApi api = client(0.01).api;
		api.verify(member(1));
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Long>> waiting = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				waiting.add(threads.submit(() -> {
					assertThat(api.verify(member(1))).isInstanceOf(Answer.NotSent.class);
					return System.nanoTime();
				}));
			}
			TimeUnit.MILLISECONDS.sleep(200);
			long stopped = System.nanoTime();
			mayWrite = false;
			for (Future<Long> each : waiting) {
				assertThat(each.get(5, TimeUnit.SECONDS) - stopped).isLessThan(TimeUnit.MILLISECONDS.toNanos(200));
			}
		}
		assertThat(mx.asked()).hasSize(1);
	}

	@Test
	void duringAnOutageOnlyAHarmlessReadIsSentNowAndThen() {
		Mx client = client(10_000);
		mx.says(503, "<html>");
		for (int i = 0; i < 20; i++) {
			assertThat(client.api.verify(member(i))).isInstanceOf(Answer.Unclear.class);
		}
		assertThat(client.outage.outage()).contains(now);
		mx.forget();
		for (int i = 0; i < 100; i++) {
			assertThat(client.api.verify(member(i))).isEqualTo(new Answer.NotSent<>("MX is away"));
		}
		assertThat(mx.asked()).isEmpty();
		now = now.plusSeconds(2);
		assertThat(client.api.verify(member(1))).isInstanceOf(Answer.NotSent.class);
		assertThat(client.api.verify(member(2))).isInstanceOf(Answer.NotSent.class);
		assertThat(mx.lines()).containsExactly("GET /users?page=1&records_per_page=10");
	}

	@Test
	void afterTheOutageTheNextCallGoesThrough() {
		Mx client = client(10_000);
		mx.says(503, "");
		for (int i = 0; i < 20; i++) {
			client.api.readMember(member(i));
		}
		mx.says(asked -> asked.path().equals("/users") ? new Said(200, USERS) : connected(asked));
		now = now.plusSeconds(2);
		assertThat(client.api.verify(member(1))).isInstanceOf(Answer.Good.class);
		assertThat(client.outage.outage()).isEmpty();
	}

	@Test
	void badMembersThatAreLeftCannotKeepAnOutageAlive() {
		Mx client = client(10_000);
		mx.says(asked -> asked.path().equals("/users") ? new Said(200, USERS) : new Said(500, ""));
		int unclear = 0;
		for (int i = 0; i < 200; i++) {
			now = now.plusSeconds(1);
			unclear += client.api.readMember(member(i % 2)) instanceof Answer.Unclear ? 1 : 0;
		}
		assertThat(unclear).as("reads that MX answered badly, so that these members come to their end")
			.isGreaterThan(150);
	}

	@Test
	void aConnectionThatIsRefusedAgainAndAgainIsAnOutageEvenForOneMember() {
		Mx client = client(10_000);
		mx.close();
		for (int i = 0; i < 20; i++) {
			assertThat(client.api.readMember(member(1))).isInstanceOf(Answer.NotSent.class);
		}
		assertThat(client.outage.outage()).isPresent();
		assertThat(client.log.counts().total()).as("nothing left").isZero();
		assertThat(client.log.count(Endpoint.READ_MEMBER, Ending.NOT_SENT)).isEqualTo(20);
	}

	@Test
	void theLastMemberLeftIsNotBlamedForAnOutage() {
		Mx client = client(10_000);
		mx.says(503, "");
		for (int i = 0; i < 3; i++) {
			client.api.readMember(member(1));
			assertThat(client.outage.outage()).as("a few failures are nothing").isEmpty();
		}
		client.api.readMember(member(1));
		assertThat(client.outage.outage()).isPresent();
		mx.says(asked -> asked.path().equals("/users") ? new Said(200, USERS) : connected(asked));
		now = now.plusSeconds(2);
		assertThat(client.api.readMember(member(1))).isInstanceOf(Answer.Good.class);
		assertThat(client.outage.outage()).isEmpty();
	}

	@Test
	void theLastMemberLeftIsNoOutageIfOnlyItFails() {
		Mx client = client(10_000);
		mx.says(asked -> asked.path().equals("/users") ? new Said(200, USERS) : new Said(500, ""));
		for (int i = 0; i < 100; i++) {
			assertThat(client.api.readMember(member(1))).isInstanceOf(Answer.Unclear.class);
		}
		assertThat(client.outage.outage()).isEmpty();
	}

	@Test
	void refusalsAndThrottlingAreNoOutage() {
		Mx client = client(10_000);
		for (int status : List.of(400, 401, 403, 404, 409, 422, 429)) {
			mx.says(status, "");
			for (int i = 0; i < 20; i++) {
				client.api.verify(member(i));
			}
		}
		assertThat(client.outage.outage()).isEmpty();
	}

	@Test
	void everyoneWaitsForRetryAfter() throws Exception {
		Mx client = client(10_000);
		long told = System.nanoTime();
		mx.says(asked -> new Said(429, "", Map.of("Retry-After", "1")));
		client.api.readMember(member(0));
		mx.says(LineTest::connected);
		CountDownLatch written = new CountDownLatch(1);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			threads.execute(() -> {
				client.api.verify(member(1));
				written.countDown();
			});
			assertThat(written.await(500, TimeUnit.MILLISECONDS)).as("writes have a limit of their own").isTrue();
			List<Future<Long>> reads = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				int number = i;
				reads.add(threads.submit(() -> {
					Answer<MemberState> answer = client.api.readStatus(member(number));
					assertThat(answer).isInstanceOf(Answer.Good.class);
					return System.nanoTime();
				}));
			}
			for (Future<Long> read : reads) {
				assertThat(read.get() - told).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
			}
		}
	}

	@Test
	void whoListensIsToldOfEveryRequest() {
		Mx client = client(10_000);
		List<String> told = new ArrayList<>();
		client.log.onRequest((endpoint, ending, waited, took) -> {
			assertThat(took).isPositive();
			assertThat(waited).isLessThan(Duration.ofSeconds(5));
			told.add(endpoint + " " + ending);
		});
		CallLog.Counts before = client.log.counts();
		client.api.readMember(member(1));
		mx.says(409, "");
		client.api.verify(member(1));
		assertThat(told).containsExactly("READ_MEMBER GOOD", "VERIFY CONFLICT");
		assertThat(client.log.counts().since(before)).isEqualTo(new CallLog.Counts(1, 1, 0, 0, 0, 0));
		assertThat(client.log.sent(Call.VERIFY)).isEqualTo(1);
	}

	private Mx client(double writesPerSecond) {
		MxProperties all = Mx.properties(MxProperties.Api.ATRIUM, mx.url());
		MxProperties properties = new MxProperties(all.api(), all.baseUrl(), null, all.platform(), all.clientId(),
				all.apiKey(), all.connectTimeout(), all.readTimeout(), new MxProperties.Limits(10_000, writesPerSecond),
				false);
		return new Mx(properties, permission, (InstantSource) () -> now);
	}

	private static ListedMember member(int number) {
		return Mx.member("USR", "MBR-" + number);
	}

}
