package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.bulkverify.store.Lease;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Until when anything may be sent: the lease's deadline, by two clocks. */
class RunLeaseTest {

	private static final Duration TAKE_OVER_AFTER = Duration.ofSeconds(20);

	private Instant wall = Instant.parse("2026-11-20T02:00:00Z");

	private final AtomicLong nanos = new AtomicLong();

	private final RunLease lease = new RunLease(new Lease(JdbcClient.create(new JdbcDataSource())), "us",
			TAKE_OVER_AFTER, this.nanos::get, () -> this.wall, new StopSignal());

	@Test
	void nothing_is_sent_before_the_lease_is_taken() {
		assertThat(this.lease.mayAct()).isFalse();
	}

	@Test
	void a_holder_that_was_frozen_may_not_act() {
		this.lease.taken(this.lease.now(), 1);
		pass(Duration.ofSeconds(14));
		assertThat(this.lease.mayAct()).isTrue();

		pass(Duration.ofSeconds(2));
		assertThat(this.lease.mayAct()).isFalse();
	}

	@Test
	void a_holder_on_a_suspended_machine_may_not_act_though_the_monotonic_clock_stood_still() {
		this.lease.taken(this.lease.now(), 1);
		this.wall = this.wall.plus(Duration.ofMinutes(5));

		assertThat(this.lease.mayAct()).isFalse();
	}

	@Test
	void a_holder_may_not_act_for_longer_because_the_wall_clock_stands_still() {
		this.lease.taken(this.lease.now(), 1);
		this.nanos.addAndGet(Duration.ofSeconds(16).toNanos());

		assertThat(this.lease.mayAct()).isFalse();
	}

	@Test
	void a_lease_that_was_asked_for_before_a_gap_counts_from_then() {
		RunLease.ByBothClocks askedAt = this.lease.now();
		this.wall = this.wall.plus(Duration.ofMinutes(5));
		this.lease.taken(askedAt, 1);

		assertThat(this.lease.mayAct()).isFalse();
	}

	private void pass(Duration time) {
		this.wall = this.wall.plus(time);
		this.nanos.addAndGet(time.toNanos());
	}

}
