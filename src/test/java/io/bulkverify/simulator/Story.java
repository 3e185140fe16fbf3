package io.bulkverify.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one member, told ahead: how it stands before the verify, what its job
 * does, what it asks, which numbers it yields, what is refused and what goes wrong on the
 * way. {@link Stories} lists the ready-made ones with the spelling that puts them into a
 * GUID; {@link #builder()} tells any other. A story never changes; what has happened so
 * far is in the member.
 */
public record Story(String name, Before before, Work work, Asking asking, Numbers numbers, Refusals refusals,
		List<Mishap> mishaps, @Nullable String bank, @Nullable TimeFormat times) {

	/** For ever, yet far enough from overflow to be added to a time. */
	static final long FOR_EVER = Long.MAX_VALUE / 4;

	public Story {
		mishaps = List.copyOf(mishaps);
	}

	/** Who holds the member when we come. */
	public enum Occupant {

		NOBODY,
		/** Another kind of job: verify answers 409 (src/docs/mx.md §2). */
		FOREIGN_JOB,
		/**
		 * A background aggregation that is over at once: nobody sees it run, and
		 * aggregated_at has moved.
		 */
		BACKGROUND,
		/** A verification that somebody else started: verify answers 202. */
		OTHER_VERIFICATION

	}

	/**
	 * How the member stands before the verify.
	 *
	 * @param hidden the occupant comes between our read and our verify, so that only the
	 * verify meets it
	 * @param leaves the status that a foreign job leaves behind; null: the old one
	 * @param known numbers can be read before any verify of ours
	 * @param follows the occupant comes only when our job has ended
	 * @param errorCode member.error.error_code that stands there before our verify, or 0
	 * @param outdated needs_updated_credentials
	 */
	public record Before(@Nullable String status, Occupant occupant, long occupiedMs, boolean hidden,
			@Nullable String leaves, boolean known, boolean follows, int errorCode, boolean outdated) {
	}

	/** Which marks of a new job move (src/docs/mx.md §3.1, no 1). */
	public enum Moves {

		BOTH, TIME, JOB, NONE

	}

	/**
	 * What the job does.
	 *
	 * @param lagMs how long the old idle state is still shown after the verify was
	 * accepted (src/docs/mx.md §3.1, no 1)
	 * @param ms how long the job takes; negative: as the simulator's settings spread it
	 * @param shown whether is_being_aggregated is ever true
	 * @param running the status shown while it runs; null: the old one
	 * @param end the status at the end of the first job; null is a status too (no
	 * credentials)
	 * @param then the status at the end of every later job
	 * @param flickers CONNECTED and idle for one reading, then {@code end}
	 * (src/docs/mx.md §3.1, no 3)
	 * @param errorCode member.error.error_code at the end, or 0 (src/docs/mx.md §1.3)
	 * @param errorInStatus whether the status read shows that error too, not only the
	 * member read
	 * @param errorLingers the error from before is still shown at the first reading after
	 * the end
	 */
	public record Work(long lagMs, long ms, boolean shown, Moves moves, @Nullable String running, @Nullable String end,
			@Nullable String then, boolean flickers, int errorCode, boolean errorInStatus, boolean errorLingers) {
	}

	/** What the job stops for (src/docs/mx.md §1.5, §4). */
	public enum Question {

		NOTHING, ACCOUNT_SELECTION, MFA

	}

	/** How Nexus wants the answers of a resume wrapped (src/docs/mx.md §1.5). */
	public enum Nesting {

		ANY,
		/** {@code {"member":{"challenges":[…]}}}, else 400. */
		WRAPPED,
		/** {@code {"challenges":[…]}}, else 400. */
		BARE

	}

	/**
	 * What is asked.
	 *
	 * @param options how many accounts can be selected
	 * @param labels their labels; where there are fewer than options, the simulator makes
	 * them up
	 * @param externalId whether the challenge carries external_id "single_account_select"
	 * @param types of ordinary MFA: text, options, lookalike, image, images, token; asked
	 * all at once
	 * @param idle CHALLENGED is shown with is_being_aggregated false (src/docs/mx.md
	 * §3.1, no 9)
	 * @param windowMs unanswered for so long, the member is EXPIRED
	 * @param leftover the question stands open from before our time
	 */
	public record Asking(Question question, int options, List<String> labels, boolean externalId, List<String> types,
			boolean idle, long windowMs, boolean leftover, Nesting nesting) {
		public Asking {
			labels = List.copyOf(labels);
			types = List.copyOf(types);
		}
	}

	/** How the numbers look (src/docs/mx.md §1.6). */
	public enum Look {

		PLAIN, MASKED, LEADING_ZEROS, CANADIAN,
		/** The first account as it should be, the others masked. */
		PARTLY_MASKED,
		/** No number at all, but a text in its place. */
		JUNK,
		/** The first account as it should be, a text in the place of the others. */
		PARTLY_JUNK

	}

	/**
	 * Which numbers come of it.
	 *
	 * @param pageCap the largest records_per_page that is heeded, above it 25; 0: the
	 * flavour's own
	 * @param emptyReads how many reads find nothing before the numbers are there
	 * @param passedValidation true, false, or null: MX's check was not run
	 * @param onlyByAccount the list by member stays empty
	 * @param processed whether has_processed_account_numbers becomes true at the end
	 * @param junk the text that stands in a number's place
	 */
	public record Numbers(int count, int pageCap, int emptyReads, Look look, @Nullable Boolean passedValidation,
			boolean onlyByAccount, boolean processed, String junk) {
	}

	/**
	 * What MX refuses.
	 *
	 * @param verify the HTTP status that refuses every verify, or 0
	 * @param type with 400: the institution-block type (src/docs/mx.md §2), or null for
	 * MX's plain sentence
	 * @param reads the HTTP status that refuses every read, or 0
	 * @param notFoundAfterVerify how many reads right after the verify answer 404
	 */
	public record Refusals(int verify, @Nullable String type, int reads, int notFoundAfterVerify) {
	}

	/** Which calls a mishap befalls. */
	public enum Scope {

		VERIFY, RESUME, STATUS, MEMBER, CHALLENGES, NUMBERS, LISTS, INSTITUTIONS, USERS, LOGINS, READS, ENDPOINTS, ALL;

		/** Nexus has no status read: there the member read is what is polled. */
		boolean covers(Call call, Flavour flavour) {
			return switch (this) {
				case VERIFY -> call == Call.VERIFY;
				case RESUME -> call == Call.RESUME;
				case STATUS -> call == Call.READ_STATUS || (flavour == Flavour.NEXUS && call == Call.READ_MEMBER);
				case MEMBER -> call == Call.READ_MEMBER;
				case CHALLENGES -> call == Call.CHALLENGES;
				case NUMBERS -> call.isNumbers();
				case LISTS -> call == Call.LIST_MEMBERS;
				case INSTITUTIONS -> call == Call.INSTITUTIONS;
				case USERS -> call == Call.LIST_USERS;
				case LOGINS -> call.isLogin();
				case READS -> !call.isWrite();
				case ENDPOINTS -> call.isAboutMembers();
				case ALL -> true;
			};
		}

	}

	/**
	 * A broken answer.
	 *
	 * @param afterWork true: the work is done and only the answer is lost; false: nothing
	 * is done
	 * @param times for so many calls of the scope, then all is well
	 * @param delayMs how long the answer is held back first
	 */
	public record Mishap(Scope scope, Breakage how, boolean afterWork, int times, long delayMs) {
	}

	/** What a program with default settings should make of this. */
	public Expectation expected() {
		return Expectations.of(this);
	}

	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts from {@code fine}: CONNECTED before, a job that runs a while and ends
	 * CONNECTED, one account number.
	 */
	public static final class Builder {

		private String name = "told";

		private @Nullable String startStatus = "CONNECTED";

		private Occupant occupant = Occupant.NOBODY;

		private long occupiedMs;

		private boolean hidden;

		private @Nullable String leaves;

		private boolean known;

		private boolean follows;

		private int errorBefore;

		private boolean outdated;

		private long lagMs;

		private long ms = -1;

		private boolean shown = true;

		private Moves moves = Moves.BOTH;

		private @Nullable String running;

		private @Nullable String end = "CONNECTED";

		private @Nullable String then;

		private boolean thenTold;

		private boolean flickers;

		private int errorCode;

		private boolean errorInStatus = true;

		private boolean errorLingers;

		private Question question = Question.NOTHING;

		private int options;

		private List<String> labels = List.of();

		private boolean externalId;

		private List<String> types = List.of();

		private boolean challengedIdle;

		private long windowMs = 600_000;

		private boolean leftover;

		private Nesting nesting = Nesting.ANY;

		private int count = 1;

		private int pageCap;

		private int emptyReads;

		private Look look = Look.PLAIN;

		private @Nullable Boolean passedValidation = Boolean.TRUE;

		private boolean onlyByAccount;

		private boolean processed = true;

		private String junk = "ask the branch";

		private int refuseVerify;

		private @Nullable String refuseType;

		private int refuseReads;

		private int notFoundAfterVerify;

		private final List<Mishap> mishaps = new ArrayList<>();

		private @Nullable String bank;

		private @Nullable TimeFormat times;

		private Builder() {
		}

		public Builder name(String value) {
			this.name = value;
			return this;
		}

		/** The status that the member shows, idle, before the verify. */
		public Builder start(@Nullable String status) {
			this.startStatus = status;
			return this;
		}

		/** The status in which our job ends. */
		public Builder end(@Nullable String status) {
			this.end = status;
			return this;
		}

		/** The status in which every job after the first ends. */
		public Builder then(@Nullable String status) {
			this.then = status;
			this.thenTold = true;
			return this;
		}

		/** A job of another kind holds the member from the first touch on. */
		public Builder busy(long forMs) {
			this.occupant = Occupant.FOREIGN_JOB;
			this.occupiedMs = forMs;
			return this;
		}

		/** A verification of somebody else's is under way from the first touch on. */
		public Builder joined(long forMs) {
			this.occupant = Occupant.OTHER_VERIFICATION;
			this.occupiedMs = forMs;
			return this;
		}

		/** A background aggregation that nobody sees run moves aggregated_at. */
		public Builder background() {
			this.occupant = Occupant.BACKGROUND;
			this.hidden = true;
			return this;
		}

		/** The occupant comes only when our job has ended. */
		public Builder follows(boolean value) {
			this.follows = value;
			return this;
		}

		/** An error of an older job stands there. */
		public Builder errorBefore(int code) {
			this.errorBefore = code;
			return this;
		}

		/** The error from before is still shown at the first reading after the end. */
		public Builder errorLingers(boolean value) {
			this.errorLingers = value;
			return this;
		}

		/** needs_updated_credentials: MX will not aggregate this member. */
		public Builder outdated(boolean value) {
			this.outdated = value;
			return this;
		}

		public Builder nesting(Nesting value) {
			this.nesting = value;
			return this;
		}

		/** Whether has_processed_account_numbers becomes true. */
		public Builder processed(boolean value) {
			this.processed = value;
			return this;
		}

		public Builder junk(String text) {
			this.junk = text;
			return this;
		}

		/** The occupant comes only between the read and the verify. */
		public Builder hidden(boolean value) {
			this.hidden = value;
			return this;
		}

		public Builder foreignJobLeaves(String status) {
			this.leaves = status;
			return this;
		}

		/** Numbers can be read before any verify. */
		public Builder known(boolean value) {
			this.known = value;
			return this;
		}

		public Builder lag(long millis) {
			this.lagMs = millis;
			return this;
		}

		public Builder duration(long millis) {
			this.ms = millis;
			return this;
		}

		/** The job never ends. */
		public Builder never(@Nullable String statusWhileRunning) {
			this.ms = FOR_EVER;
			this.running = statusWhileRunning;
			return this;
		}

		/** The status while the job runs, where it is not the old one. */
		public Builder running(@Nullable String status) {
			this.running = status;
			return this;
		}

		public Builder shownRunning(boolean value) {
			this.shown = value;
			return this;
		}

		public Builder moves(Moves value) {
			this.moves = value;
			return this;
		}

		/** CONNECTED and idle for one reading, then this status. */
		public Builder flickersTo(@Nullable String status) {
			this.flickers = true;
			this.end = status;
			return this;
		}

		public Builder error(int code) {
			this.errorCode = code;
			return this;
		}

		public Builder errorInStatus(boolean value) {
			this.errorInStatus = value;
			return this;
		}

		/** The job asks which one of so many accounts to verify. */
		public Builder accountSelection(int choices) {
			this.question = Question.ACCOUNT_SELECTION;
			this.options = choices;
			return this;
		}

		public Builder accountSelection(List<String> optionLabels) {
			this.labels = List.copyOf(optionLabels);
			return accountSelection(optionLabels.size());
		}

		public Builder externalId(boolean value) {
			this.externalId = value;
			return this;
		}

		/**
		 * The job asks the user: text, options, lookalike, image, images, token; several
		 * are asked at once.
		 */
		public Builder mfa(List<String> challengeTypes) {
			this.question = Question.MFA;
			this.types = List.copyOf(challengeTypes);
			return this;
		}

		public Builder challengedIdle(boolean value) {
			this.challengedIdle = value;
			return this;
		}

		public Builder window(long millis) {
			this.windowMs = millis;
			return this;
		}

		/** The question stands open from before our time. */
		public Builder leftover(boolean value) {
			this.leftover = value;
			return this;
		}

		public Builder numbers(int accounts) {
			this.count = accounts;
			return this;
		}

		public Builder pageCap(int records) {
			this.pageCap = records;
			return this;
		}

		public Builder emptyReads(int reads) {
			this.emptyReads = reads;
			return this;
		}

		public Builder look(Look value) {
			this.look = value;
			return this;
		}

		public Builder passedValidation(@Nullable Boolean value) {
			this.passedValidation = value;
			return this;
		}

		public Builder onlyByAccount(boolean value) {
			this.onlyByAccount = value;
			return this;
		}

		public Builder refuseVerify(int httpStatus, @Nullable String errorType) {
			this.refuseVerify = httpStatus;
			this.refuseType = errorType;
			return this;
		}

		public Builder refuseReads(int httpStatus) {
			this.refuseReads = httpStatus;
			return this;
		}

		public Builder notFoundAfterVerify(int reads) {
			this.notFoundAfterVerify = reads;
			return this;
		}

		public Builder mishap(Scope scope, Breakage how, boolean afterWork, int forCalls) {
			return mishap(new Mishap(scope, how, afterWork, forCalls, how == Breakage.TIMEOUT ? 60_000 : 0));
		}

		public Builder mishap(Mishap mishap) {
			this.mishaps.add(mishap);
			return this;
		}

		/** The institution's code; else one of a few by hash. */
		public Builder bank(String code) {
			this.bank = code;
			return this;
		}

		public Builder times(TimeFormat value) {
			this.times = value;
			return this;
		}

		public Story build() {
			return new Story(Objects.requireNonNull(name),
					new Before(startStatus, occupant, occupiedMs, hidden, leaves, known, follows, errorBefore,
							outdated),
					new Work(lagMs, ms, shown, moves, running, end, thenTold ? then : end, flickers, errorCode,
							errorInStatus, errorLingers),
					new Asking(question, options, labels, externalId, types, challengedIdle, windowMs, leftover,
							nesting),
					new Numbers(count, pageCap, emptyReads, look, passedValidation, onlyByAccount, processed, junk),
					new Refusals(refuseVerify, refuseType, refuseReads, notFoundAfterVerify), mishaps, bank, times);
		}

	}
}
