package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drives one member through the policy as the lanes do (claim, intent, call, outcome) and
 * holds the rules that never bend at every step.
 */
final class Lane {

	/** What the member's calls meet. */
	interface Mx {

		Answer<MemberState> read(Call call, Instant now);

		Answer<Taken> verify(Instant now);

		Answer<Taken> resume(Instant now);

		Answer<List<Challenge>> challenges(Instant now);

		Answer<List<AccountNumber>> numbers(Instant now);

		/**
		 * Whether the program dies between the intent and the call, or before its answer
		 * is stored.
		 */
		default boolean crashes() {
			return false;
		}

	}

	private static final int MOST_CALLS = 30_000;

	final PolicySettings settings;

	private final VerificationPolicy policy;

	private final Mx mx;

	Member member;

	Instant now = Story.MIDNIGHT;

	Duration patience = Duration.ZERO;

	int verifies;

	private @Nullable MemberState lastRead;

	private @Nullable Instant lastReadAt;

	@Nullable Outcome end;

	Lane(PolicySettings settings, Mx mx, @Nullable Earlier earlier, @Nullable String label) {
		this.settings = settings;
		this.policy = new VerificationPolicy(settings, new Random(3));
		this.mx = mx;
		this.member = new Member(1, 0, new ListedMember(2, "USR-1", "MBR-1", label, null, Set.of(), null),
				Progress.listed(now), earlier);
	}

	/** To the member's end; fails if that does not come. */
	Lane run() {
		for (int calls = 0; end == null; calls++) {
			assertThat(calls).as("calls made for one member").isLessThan(MOST_CALLS);
			assertThat(patience).as("patience used up at %s", member).isLessThan(Duration.ofHours(24));
			step();
		}
		return this;
	}

	private void step() {
		if (member.progress().dueAt().isAfter(now)) {
			pass(Duration.between(now, member.progress().dueAt()), true);
		}
		Call call = policy.nextCall(member, now);
		@Nullable Outcome outcome = switch (call) {
			case READ_MEMBER, READ_STATUS -> read(call);
			case LIST_CHALLENGES -> policy.afterChallenges(member, mx.challenges(now), moment());
			case READ_ACCOUNT_NUMBERS -> policy.afterAccountNumbers(member, mx.numbers(now), moment());
			case VERIFY -> verify();
			case RESUME -> resume();
		};
		if (outcome != null) {
			apply(outcome);
		}
	}

	private Outcome read(Call call) {
		Answer<MemberState> answer = mx.read(call, now);
		if (answer instanceof Answer.Good<MemberState>(var state)) {
			assertThat(lastReadAt == null || !now.isBefore(lastReadAt.plus(settings.poll().interval())))
				.as("reads %s and %s keep the interval", lastReadAt, now)
				.isTrue();
			lastRead = state;
			lastReadAt = now;
		}
		return policy.afterRead(member, answer, moment());
	}

	private @Nullable Outcome verify() {
		Baseline baseline = Objects.requireNonNull(member.progress().baseline());
		assertThat(Duration.between(baseline.readAt(), now)).isLessThan(Duration.ofSeconds(10));
		MemberState read = Objects.requireNonNull(lastRead);
		assertThat(read.running() || !blocks(read.status())).as("a verify although the member is %s", read).isTrue();
		assertThat(read.status()).as("nor where a question waits").isNotEqualTo(ConnectionStatus.Known.CHALLENGED);
		follow(policy.intent(member, Call.VERIFY, now));
		verifies++;
		Answer<Taken> answer = mx.verify(now);
		if (mx.crashes()) {
			return crash();
		}
		if (answer instanceof Answer.Unclear<Taken>) {
			pass(settings.readTimeout(), true);
		}
		return policy.afterVerify(member, answer, moment());
	}

	private @Nullable Outcome resume() {
		follow(policy.intent(member, Call.RESUME, now));
		Answer<Taken> answer = mx.resume(now);
		return mx.crashes() ? crash() : policy.afterResume(member, answer, moment());
	}

	/** The program is down for a while; the row is all that is left. */
	private @Nullable Outcome crash() {
		pass(Duration.ofSeconds(20), false);
		return null;
	}

	/** Only what an account selection of ours left EXPIRED is verified nevertheless. */
	private boolean blocks(ConnectionStatus status) {
		@Nullable Earlier earlier = member.earlier();
		boolean ours = status == ConnectionStatus.Known.EXPIRED && earlier != null && earlier.selection()
				&& !earlier.joined();
		return status.disposition() instanceof Disposition.Ended && !ours;
	}

	private void pass(Duration time, boolean patiently) {
		now = now.plus(time);
		patience = patiently ? patience.plus(time) : patience;
	}

	private Moment moment() {
		return new Moment(now, patience);
	}

	private void apply(Outcome outcome) {
		follow(outcome.progress());
		switch (outcome) {
			case Outcome.WaitUntil(var why, var progress) ->
				assertThat(progress.stage().terminal()).as("%s waits", why).isFalse();
			case Outcome.Advance(var progress) -> assertThat(progress.stage().terminal()).isFalse();
			case Outcome.Report(var reason, var detail, var progress) -> {
				follow(progress.in(Stage.REPORTED, now));
				end = outcome;
			}
			case Outcome.Verified(var numbers, var masked, var progress) -> {
				assertThat(progress.stage()).isEqualTo(Stage.VERIFIED);
				assertThat(numbers).isNotEmpty().allMatch(AccountNumber::usable);
				end = outcome;
			}
			case Outcome.Halt ignored -> throw new AssertionError("nothing here stops the run");
		}
	}

	private void follow(Progress next) {
		Stage from = member.stage();
		assertThat(from == next.stage() || from.next().contains(next.stage()))
			.as("%s to %s is allowed", from, next.stage())
			.isTrue();
		member = member.stored(next);
	}

}
