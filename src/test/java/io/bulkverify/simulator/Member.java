package io.bulkverify.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One member as MX sees it over time. Nothing ticks: at every touch the state is moved on
 * to the time of the touch, so a million waiting members cost memory, not timers. Guarded
 * by its own monitor.
 */
final class Member {

	/** The verify that somebody sent and what came of it. */
	enum VerifyResult {

		ACCEPTED, JOINED, CONFLICT

	}

	enum ResumeResult {

		ACCEPTED, NOT_CHALLENGED, INVALID

	}

	/** What one reading shows. */
	record View(@Nullable String status, boolean running, long aggregatedAt, long succeededAt, int job,
			boolean numbersReady, int errorCode, List<Challenge> challenges, long reading) {
	}

	private static final String[] NONE = {};

	/** Minimum gap while fewer than two readings were answered. */
	private static final int NO_GAP = Integer.MAX_VALUE;

	private final String guid;

	private final Story story;

	private final long usualMs;

	private @Nullable String user;

	private boolean touched;

	private @Nullable String status;

	private long aggregatedAt;

	private long succeededAt;

	private int jobNumber;

	private @Nullable Job job;

	private boolean occupantCame;

	private boolean numbersReady;

	private int errorShown;

	private boolean errorLingers;

	private boolean flickering;

	private int chosen = -1;

	private int numberReads;

	private int notFoundLeft;

	private long massAggregatedAt;

	private int readings;

	private int verifyCalls;

	private int joined;

	private int conflicts;

	private int resumes;

	private int resumesAccepted;

	private int brokenReads;

	private long lastReadAt;

	private int smallestGap = NO_GAP;

	private long lastAnyReadAt;

	private int smallestGapAny = NO_GAP;

	private String[] acceptedIn = NONE;

	private int @Nullable [] mishapsLeft;

	/**
	 * Makes a member that nobody has touched yet.
	 * @param usualMs how long a verification takes where the story does not say
	 */
	Member(String guid, Story story, long usualMs) {
		this.guid = guid;
		this.story = story;
		this.usualMs = usualMs;
	}

	String guid() {
		return guid;
	}

	Story story() {
		return story;
	}

	synchronized @Nullable String user() {
		return user;
	}

	/** Whether this member is that user's; the first to come is the owner. */
	synchronized boolean belongsTo(String caller) {
		if (user == null) {
			user = caller;
		}
		return user.equals(caller);
	}

	synchronized VerifyResult verify(long now) {
		advance(now);
		if (story.before().hidden() && !occupantCame) {
			occupantComes(now);
		}
		if (job != null) {
			if (job.kind == Job.Kind.FOREIGN) {
				conflicts++;
				return VerifyResult.CONFLICT;
			}
			joined++;
			return VerifyResult.JOINED;
		}
		int nth = acceptedIn.length;
		acceptedIn = Arrays.copyOf(acceptedIn, nth + 1);
		acceptedIn[nth] = String.valueOf(status);
		notFoundLeft = story.refusals().notFoundAfterVerify();
		Story.Work work = story.work();
		startVerification(now + work.lagMs(), work.ms() < 0 ? usualMs : work.ms(), work.shown(), nth == 0);
		advance(now);
		return VerifyResult.ACCEPTED;
	}

	synchronized void noteVerifyCall(long now) {
		verifyCalls++;
		if (story.before().occupant() == Story.Occupant.BACKGROUND && !occupantCame) {
			advance(now);
			occupantComes(now);
		}
	}

	synchronized ResumeResult resume(Map<String, String> answers, long now) {
		advance(now);
		resumes++;
		Job current = job;
		if (current == null || !current.waiting) {
			return ResumeResult.NOT_CHALLENGED;
		}
		List<Challenge> asked = Challenge.of(guid, story.asking(), current.round);
		boolean again = false;
		boolean wrong = false;
		for (Challenge challenge : asked) {
			String answer = answers.get(challenge.guid());
			if (answer == null || answer.isEmpty()) {
				return ResumeResult.INVALID;
			}
			if (story.asking().question() == Story.Question.ACCOUNT_SELECTION) {
				int index = challenge.indexOf(answer);
				if (index < 0) {
					return ResumeResult.INVALID;
				}
				chosen = index;
			}
			else if (answer.equals("challenge")) {
				again = true;
			}
			else if (!answer.equals("correct")) {
				wrong = true;
			}
		}
		resumesAccepted++;
		current.waiting = false;
		current.round += 1;
		current.asks = again;
		status = "RESUMED";
		if (wrong) {
			current.end = "REJECTED";
		}
		long rest = Math.max(1, current.ms / 2);
		current.askAt = now + rest;
		current.endsAt = now + rest;
		return ResumeResult.ACCEPTED;
	}

	/**
	 * Nexus: a session without skip_aggregation makes MX aggregate every member of its
	 * user (src/docs/mx.md §1.8).
	 */
	synchronized void massAggregation(long at, long ms, long now) {
		advance(now);
		if (at <= massAggregatedAt) {
			return;
		}
		massAggregatedAt = at;
		if (job == null && now < at + ms) {
			job = new Job(Job.Kind.FOREIGN, at, at + ms, ms, true, status);
			advance(now);
		}
	}

	/** One reading of the member or its status. */
	synchronized View read(long now) {
		View view = look(now);
		// The flicker is seen once: whoever reads again reads the truth (src/docs/mx.md
		// §3.1,
		// no 3).
		if (flickering) {
			flickering = false;
			status = story.work().end();
		}
		if (errorLingers) {
			errorLingers = false;
			errorShown = story.work().errorCode();
		}
		return view;
	}

	/** The same without being a reading. */
	synchronized View look(long now) {
		advance(now);
		Job current = job;
		boolean running = current != null && current.begun && current.shown
				&& !(current.waiting && story.asking().idle());
		List<Challenge> challenges = current != null && current.waiting
				? Challenge.of(guid, story.asking(), current.round) : List.of();
		readings++;
		return new View(status, running, aggregatedAt, succeededAt, jobNumber, numbersReady, errorShown, challenges,
				readings);
	}

	/**
	 * Whether this read falls into the moment after a POST in which MX does not know the
	 * member yet.
	 */
	synchronized boolean notFoundYet() {
		if (notFoundLeft > 0) {
			notFoundLeft--;
			return true;
		}
		return false;
	}

	/** The numbers as a read of them finds them now. */
	synchronized List<AccountNumber> readNumbers(boolean counted, long now) {
		advance(now);
		if (!numbersReady) {
			return List.of();
		}
		if (counted) {
			numberReads++;
		}
		return numberReads <= story.numbers().emptyReads() ? List.of() : AccountNumber.of(guid, story, chosen);
	}

	/** All numbers that a read could find, usable or not. */
	synchronized List<AccountNumber> numbers() {
		return AccountNumber.of(guid, story, chosen);
	}

	/** Those that a program should report as this member's. */
	synchronized List<AccountNumber> rightNumbers() {
		return AccountNumber.right(guid, story, chosen);
	}

	/** The mishap that befalls this call, if the story has one left for it. */
	synchronized Story.@Nullable Mishap mishap(Call call, Flavour flavour) {
		List<Story.Mishap> told = story.mishaps();
		if (told.isEmpty()) {
			return null;
		}
		int[] left = mishapsLeft;
		if (left == null) {
			left = told.stream().mapToInt(Story.Mishap::times).toArray();
			mishapsLeft = left;
		}
		for (int i = 0; i < left.length; i++) {
			if (left[i] > 0 && told.get(i).scope().covers(call, flavour)) {
				left[i]--;
				return told.get(i);
			}
		}
		return null;
	}

	/** Notes a reading of the status; the gap is from arrival to arrival. */
	synchronized void noteRead(long arrivedAt, boolean answered) {
		if (lastAnyReadAt != 0) {
			smallestGapAny = (int) Math.min(smallestGapAny, Math.max(0, arrivedAt - lastAnyReadAt));
		}
		lastAnyReadAt = arrivedAt;
		if (!answered) {
			brokenReads++;
			return;
		}
		if (lastReadAt != 0) {
			smallestGap = (int) Math.min(smallestGap, Math.max(0, arrivedAt - lastReadAt));
		}
		lastReadAt = arrivedAt;
	}

	synchronized MemberReport report() {
		return new MemberReport(guid, user, story.name(), story.expected(), verifyCalls, acceptedIn.length, joined,
				conflicts, resumes, resumesAccepted, List.of(acceptedIn), readings, brokenReads,
				smallestGap == NO_GAP ? -1 : smallestGap, smallestGapAny == NO_GAP ? -1 : smallestGapAny, status,
				job != null);
	}

	private void advance(long now) {
		if (!touched) {
			touch(now);
		}
		while (job != null && step(job, now)) {
			// every step is one event that lies behind us
		}
	}

	private void touch(long now) {
		touched = true;
		status = story.before().status();
		errorShown = story.before().errorCode();
		numbersReady = story.before().known();
		// Last night's job: whole seconds, as MX tells them.
		aggregatedAt = now / 1000 * 1000 - 3_600_000 - 1000 * Spread.below(60_000, guid, 11);
		succeededAt = aggregatedAt + 1000 * (5 + Spread.below(90, guid, 12));
		jobNumber = 1;
		if (story.asking().leftover()) {
			long ms = Math.max(1, usualMs);
			Job open = new Job(Job.Kind.VERIFICATION, aggregatedAt, now + ms, ms, true, story.work().end());
			open.begun = true;
			open.waiting = true;
			open.expiresAt = now + story.asking().windowMs();
			job = open;
		}
		else if (!story.before().hidden() && !story.before().follows()) {
			occupantComes(now);
		}
	}

	private void occupantComes(long now) {
		occupantCame = true;
		Story.Before before = story.before();
		switch (before.occupant()) {
			case NOBODY -> {
			}
			case FOREIGN_JOB -> {
				String left = before.leaves() == null ? status : before.leaves();
				job = new Job(Job.Kind.FOREIGN, now, now + before.occupiedMs(), before.occupiedMs(), true, left);
			}
			case BACKGROUND -> job = new Job(Job.Kind.FOREIGN, now, now, 0, false, status);
			case OTHER_VERIFICATION -> startVerification(now, before.occupiedMs(), true, true);
		}
		advance(now);
	}

	private void startVerification(long at, long ms, boolean shown, boolean first) {
		Story.Work work = story.work();
		Job started = new Job(Job.Kind.VERIFICATION, at, at + ms, ms, shown, first ? work.end() : work.then());
		started.asks = story.asking().question() != Story.Question.NOTHING;
		started.askAt = at + ms / 2;
		chosen = -1;
		job = started;
	}

	/** Does the next thing that is due; false: nothing is. */
	private boolean step(Job current, long now) {
		if (now < current.startsAt) {
			return false;
		}
		if (!current.begun) {
			begin(current);
			return true;
		}
		if (current.waiting) {
			if (now < current.expiresAt) {
				return false;
			}
			status = "EXPIRED";
			job = null;
			return true;
		}
		if (current.asks && now >= current.askAt) {
			current.asks = false;
			current.waiting = true;
			current.expiresAt = current.askAt + story.asking().windowMs();
			status = "CHALLENGED";
			return true;
		}
		if (current.asks || now < current.endsAt) {
			return false;
		}
		finish(current);
		return true;
	}

	private void begin(Job current) {
		current.begun = true;
		Story.Moves moves = current.kind == Job.Kind.FOREIGN ? Story.Moves.BOTH : story.work().moves();
		if (moves == Story.Moves.BOTH || moves == Story.Moves.TIME) {
			// MX tells seconds; two jobs never share one here, else a new job could not
			// be told from the old.
			aggregatedAt = Math.max(current.startsAt / 1000 * 1000, aggregatedAt + 1000);
		}
		if (moves == Story.Moves.BOTH || moves == Story.Moves.JOB) {
			jobNumber++;
		}
		if (current.kind == Job.Kind.VERIFICATION && story.work().running() != null) {
			status = story.work().running();
		}
	}

	private void finish(Job current) {
		job = null;
		status = current.end;
		if (current.kind == Job.Kind.FOREIGN) {
			return;
		}
		errorLingers = story.work().errorLingers() && errorShown != 0;
		if (!errorLingers) {
			errorShown = story.work().errorCode();
		}
		if (story.work().flickers()) {
			flickering = true;
			status = "CONNECTED";
		}
		else if ("CONNECTED".equals(current.end)) {
			numbersReady = true;
			succeededAt = current.endsAt;
		}
		if (story.before().follows() && !occupantCame) {
			occupantComes(current.endsAt);
		}
	}

	private static final class Job {

		enum Kind {

			VERIFICATION, FOREIGN

		}

		private final Kind kind;

		private final long startsAt;

		private final long ms;

		private final boolean shown;

		private long endsAt;

		private @Nullable String end;

		private boolean begun;

		private boolean asks;

		private long askAt;

		private boolean waiting;

		private long expiresAt;

		private int round;

		Job(Kind kind, long startsAt, long endsAt, long ms, boolean shown, @Nullable String end) {
			this.kind = kind;
			this.startsAt = startsAt;
			this.endsAt = endsAt;
			this.ms = ms;
			this.shown = shown;
			this.end = end;
		}

	}

	/** The GUIDs of a user's members need no list of ours: they are found among all. */
	static List<Member> ofUser(Iterable<Member> all, String user) {
		List<Member> found = new ArrayList<>();
		for (Member member : all) {
			if (user.equals(member.user())) {
				found.add(member);
			}
		}
		return found;
	}

}
