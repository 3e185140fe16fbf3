package io.bulkverify.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * From a request to a reply: outage, door, quota, faults for everybody, the member's
 * mishaps, and the work itself.
 */
final class Service {

	private static final long MASS_AGGREGATION_MS = 5_000;

	/**
	 * What goes back, and its name.
	 *
	 * @param label how the ledger counts the answer
	 */
	record Served(Reply reply, String label) {
	}

	private final SimulatorSettings settings;

	private final Door door;

	private final Sessions sessions;

	private final Ledger ledger;

	private final SlidingSecond reads = new SlidingSecond();

	private final SlidingSecond writes = new SlidingSecond();

	private final Map<String, Member> members = new ConcurrentHashMap<>();

	private final AtomicLong throwsOfDice = new AtomicLong();

	private final Disturbances disturbances = new Disturbances();

	private final Records records = new Records();

	private volatile Faults faults;

	private volatile long outageFrom;

	private volatile long outageUntil;

	private volatile Breakage outageHow = Breakage.RESET;

	private volatile int readsPerSecond;

	private volatile int writesPerSecond;

	Service(SimulatorSettings settings, Ledger ledger) {
		this.settings = settings;
		this.ledger = ledger;
		this.door = new Door(settings);
		this.sessions = new Sessions(settings);
		this.faults = settings.faults();
		this.readsPerSecond = settings.readsPerSecond();
		this.writesPerSecond = settings.writesPerSecond();
	}

	void tell(String memberGuid, Story story) {
		members.put(memberGuid, new Member(memberGuid, story, usualMs(memberGuid)));
	}

	void faults(Faults now) {
		this.faults = now;
	}

	Faults faults() {
		return faults;
	}

	void disturb(Disturbance disturbance) {
		disturbances.add(disturbance, settings.clock().millis());
	}

	/** No disturbance is in force any more. */
	void calm() {
		disturbances.clear();
	}

	List<Long> befallen() {
		return disturbances.befallen();
	}

	void quota(int readLimit, int writeLimit) {
		this.readsPerSecond = readLimit;
		this.writesPerSecond = writeLimit;
	}

	void outage(long from, long until, Breakage how) {
		this.outageHow = how;
		this.outageFrom = from;
		this.outageUntil = until;
	}

	Iterable<Member> members() {
		return members.values();
	}

	int memberCount() {
		return members.size();
	}

	Member member(String guid) {
		Member known = members.get(guid);
		return known != null ? known
				: members.computeIfAbsent(guid, fresh -> new Member(fresh, Stories.of(fresh), usualMs(fresh)));
	}

	@Nullable Member known(String guid) {
		return members.get(guid);
	}

	private long usualMs(String guid) {
		long min = settings.verificationMin().toMillis();
		long span = settings.verificationMax().toMillis() - min;
		return min + (span <= 0 ? 0 : Spread.below(span + 1, guid, 9));
	}

	/** The reply to the last request of this caller was sent. */
	void left() {
		ledger.left();
	}

	Reply serve(Request request) {
		long now = settings.clock().millis();
		Flavour flavour = door.flavourOf(request);
		Route route = Route.of(flavour, request.method(), request.segments());
		Call call = route.call();
		ledger.arrived(call, now);
		Served served;
		try {
			served = answer(flavour, route, request, now);
		}
		catch (IllegalArgumentException e) {
			served = whole(Reply.text(501, "text/plain; charset=utf-8", String.valueOf(e.getMessage())));
		}
		ledger.answered(call, served.label());
		if (ledger.recording()) {
			ledger.record(new Seen(settings.clock().instant(), flavour, call, request.method(), request.target(),
					request.headers(), request.body(), served.label()));
		}
		return served.reply();
	}

	private Served answer(Flavour flavour, Route route, Request request, long now) {
		Call call = route.call();
		if (now >= outageFrom && now < outageUntil) {
			Supplier<Reply.Answer> nothing = () -> Reply.empty(503);
			return broken(outageHow, 0, faults.retryAfterSeconds(), new Broken(flavour, 1, nothing, nothing));
		}
		Door.Refusal refusal = door.refuse(flavour, call, request);
		if (refusal != null) {
			ledger.wronglyHeaded(refusal.why());
			return whole(Reply.json(refusal.status(), Bodies.error(flavour, refusal.status(), refusal.why(), null)));
		}
		boolean admitted = call.isWrite() ? writes.tryAdd(now, writesPerSecond) : reads.tryAdd(now, readsPerSecond);
		if (!admitted) {
			return whole(Reply.tooMany(faults.retryAfterSeconds()));
		}
		Route resolved = route;
		if (flavour == Flavour.NEXUS && !call.isLogin()) {
			String token = Objects.requireNonNull(request.header("MD-SESSION-TOKEN"));
			String user = sessions.user(token, now);
			if (user == null) {
				return whole(refuse(flavour, 401, "Session expired"));
			}
			resolved = new Route(call, user, route.object());
		}
		Member member = memberOf(resolved);
		Served served = throughFaults(flavour, resolved, member, request, now);
		if (member != null && call.isPoll()) {
			member.noteRead(now, served.label().equals("200"));
		}
		return served;
	}

	/**
	 * The member that the call is about, if it is one's own; touching it is what makes it
	 * exist.
	 */
	private @Nullable Member memberOf(Route route) {
		String object = route.object();
		if (object == null || route.user() == null || route.call() == Call.INSTITUTIONS) {
			return null;
		}
		String guid = switch (route.call()) {
			case NUMBERS_BY_ACCOUNT -> AccountNumber.memberOf(object);
			case JOB -> object.startsWith("JOB-") ? object.substring(object.indexOf('-', 4) + 1) : null;
			default -> object;
		};
		if (guid == null || guid.isEmpty()) {
			return null;
		}
		Member member = member(guid);
		return member.belongsTo(route.user()) ? member : null;
	}

	private Served throughFaults(Flavour flavour, Route route, @Nullable Member member, Request request, long now) {
		Call call = route.call();
		if (member != null && call == Call.VERIFY) {
			member.noteVerifyCall(now);
		}
		long held = 0;
		Trouble thrown = null;
		Faults shares = faults;
		if (shares.any()) {
			long n = throwsOfDice.getAndIncrement() * 3;
			thrown = thrown(shares, n);
			held = Spread.unit(shares.seed(), n + 2) < shares.delayed() ? shares.delayMs() : 0;
		}
		Trouble trouble = trouble(flavour, route, member, thrown, now);
		Supplier<Reply.Answer> strangers = () -> strangersAnswer(flavour, route, member, request, now);
		if (trouble == null) {
			Reply.Answer answer = work(flavour, route, member, request, now);
			return new Served(Reply.late(answer, held), Integer.toString(answer.status()));
		}
		Supplier<Reply.Answer> genuine;
		if (trouble.afterWork()) {
			Reply.Answer done = work(flavour, route, member, request, now);
			genuine = () -> done;
		}
		else {
			genuine = () -> withoutWork(flavour, route, member, request, now);
		}
		return broken(trouble.how(), held + trouble.delayMs(), trouble.retryAfter(),
				new Broken(flavour, page(request), genuine, strangers));
	}

	/**
	 * What befalls a call.
	 *
	 * @param retryAfter negative: not sent
	 */
	private record Trouble(Breakage how, boolean afterWork, long delayMs, int retryAfter) {
	}

	/** What befalls this call: of everybody's troubles, then of the member's own. */
	private @Nullable Trouble trouble(Flavour flavour, Route route, @Nullable Member member, @Nullable Trouble thrown,
			long now) {
		Call call = route.call();
		String bank = member == null ? call == Call.INSTITUTIONS ? records.code(flavour, route.object()) : null
				: Bodies.bank(member);
		String subject = member == null ? route.user() + "/" + route.object() : member.guid();
		Disturbance disturbance = disturbances.befalling(call, flavour, subject, bank, now);
		if (disturbance != null) {
			return new Trouble(disturbance.how(), disturbance.afterWork(), disturbance.delayMs(),
					disturbance.retryAfter());
		}
		if (thrown != null && !thrown.afterWork()) {
			return thrown;
		}
		Story.Mishap mishap = member == null ? null : member.mishap(call, flavour);
		return mishap == null ? thrown
				: new Trouble(mishap.how(), mishap.afterWork(), mishap.delayMs(), faults.retryAfterSeconds());
	}

	private static @Nullable Trouble thrown(Faults shares, long n) {
		double die = Spread.unit(shares.seed(), n);
		Breakage error = SERVER_ERRORS[(int) (Spread.unit(shares.seed(), n + 1) * SERVER_ERRORS.length)];
		double edge = shares.resetBefore();
		Breakage before = null;
		Breakage after = null;
		if (die < edge) {
			before = Breakage.RESET;
		}
		else if (die < (edge += shares.serverErrorBefore())) {
			before = error;
		}
		else if (die < (edge += shares.tooMany())) {
			before = Breakage.HTTP_429;
		}
		else if (die < (edge += shares.resetAfter())) {
			after = Breakage.RESET;
		}
		else if (die < (edge += shares.serverErrorAfter())) {
			after = error;
		}
		else if (die < edge + shares.garbage()) {
			after = Breakage.GARBAGE;
		}
		Breakage how = before == null ? after : before;
		return how == null ? null : new Trouble(how, before == null, 0, shares.retryAfterSeconds());
	}

	private static final Breakage[] SERVER_ERRORS = { Breakage.HTTP_500, Breakage.HTTP_502, Breakage.HTTP_503,
			Breakage.HTTP_504 };

	/** The answer as it would be, where the call does nothing. */
	private Reply.Answer withoutWork(Flavour flavour, Route route, @Nullable Member member, Request request, long now) {
		if (member == null || !route.call().isWrite()) {
			return work(flavour, route, member, request, now);
		}
		return Reply.json(route.call() == Call.RESUME ? 202 : 200, Bodies.member(flavour, member, member.look(now)));
	}

	/** The answer that another member would have got to this call. */
	private Reply.Answer strangersAnswer(Flavour flavour, Route route, @Nullable Member member, Request request,
			long now) {
		Call call = route.call();
		if (call == Call.INSTITUTIONS) {
			return Reply.json(200, Bodies.wrapped("institution", Bodies.institution(flavour, "someone_elses_bank")));
		}
		Member stranger = stranger(member, call);
		return switch (call) {
			case VERIFY, READ_MEMBER -> Reply.json(200, Bodies.member(flavour, stranger, stranger.look(now)));
			case RESUME -> Reply.json(202, Bodies.member(flavour, stranger, stranger.look(now)));
			case READ_STATUS -> Reply.json(200, Bodies.status(flavour, stranger, stranger.look(now)));
			case CHALLENGES -> {
				List<Challenge> asked = stranger.look(now).challenges();
				yield asked.isEmpty() ? Reply.empty(204) : Reply.json(200, Bodies.challengeList(flavour, asked));
			}
			case NUMBERS_BY_MEMBER -> Reply.json(200, Bodies.numbers(flavour, stranger, stranger.numbers(),
					page(request), perPage(request, flavour.largestPage())));
			case NUMBERS_BY_ACCOUNT -> {
				AccountNumber theirs = stranger.numbers().getFirst();
				yield flavour == Flavour.NEXUS
						? Reply.json(200, Bodies.wrapped("account_number", Bodies.number(flavour, stranger, theirs)))
						: Reply.json(200, Bodies.numbers(flavour, stranger, List.of(theirs), 1, 25));
			}
			case ACCOUNTS -> Reply.json(200, Bodies.accounts(stranger, stranger.numbers(), page(request),
					perPage(request, flavour.largestPage())));
			case JOB ->
				Reply.json(200, Bodies.job(stranger, stranger.look(now), Bodies.job(stranger, stranger.look(now))));
			case LIST_MEMBERS -> Reply.json(200, Bodies.members(flavour, List.of(stranger), now, page(request), 25));
			case INSTITUTIONS, LIST_USERS, API_TOKEN, SESSION, UNKNOWN -> work(flavour, route, member, request, now);
		};
	}

	/** Any other member, of those with numbers where the call is about numbers. */
	private Member stranger(@Nullable Member member, Call call) {
		boolean numbers = call.isNumbers() || call == Call.ACCOUNTS;
		int all = members.size();
		long from = all == 0 ? 0 : Long.remainderUnsigned(Spread.hash("stranger", throwsOfDice.incrementAndGet()), all);
		return Stream.concat(members.values().stream().skip(from), members.values().stream().limit(from))
			.filter(other -> other != member && other.user() != null)
			.filter(other -> !numbers || !other.numbers().isEmpty())
			.findFirst()
			.orElseGet(() -> {
				Member nobody = new Member("MBR-somebody-else", Stories.of("MBR-fine"), 1000);
				nobody.belongsTo("USR-somebody-else");
				return nobody;
			});
	}

	private Reply.Answer work(Flavour flavour, Route route, @Nullable Member member, Request request, long now) {
		return switch (route.call()) {
			case UNKNOWN -> refuse(flavour, 404, "Not found");
			case LIST_USERS -> Reply.json(200, Bodies.users(flavour));
			case INSTITUTIONS -> institutions(flavour, route, request);
			case API_TOKEN -> apiToken(route, now);
			case SESSION -> session(flavour, request, now);
			case LIST_MEMBERS -> {
				List<Member> mine = Member.ofUser(members.values(), String.valueOf(route.user()));
				yield Reply.json(200,
						Bodies.members(flavour, mine, now, page(request), perPage(request, flavour.largestPage())));
			}
			case VERIFY, RESUME, READ_MEMBER, READ_STATUS, CHALLENGES, NUMBERS_BY_MEMBER, NUMBERS_BY_ACCOUNT, ACCOUNTS,
					JOB -> {
				if (member == null) {
					yield refuse(flavour, 404, "Not found");
				}
				long mass = flavour == Flavour.NEXUS ? sessions.massAggregatedAt(String.valueOf(route.user())) : 0;
				if (mass > 0) {
					member.massAggregation(mass, MASS_AGGREGATION_MS, now);
				}
				yield ofMember(flavour, route, member, request, now);
			}
		};
	}

	private Reply.Answer ofMember(Flavour flavour, Route route, Member member, Request request, long now) {
		Call call = route.call();
		Story.Refusals refusals = member.story().refusals();
		if (!call.isWrite()) {
			if (refusals.reads() != 0) {
				return refuse(flavour, refusals.reads(), refusals.reads() == 404 ? "Not found" : "Forbidden");
			}
			if (member.notFoundYet()) {
				return refuse(flavour, 404, "Not found");
			}
		}
		return switch (call) {
			case VERIFY -> verify(flavour, member, request, now);
			case RESUME -> resume(flavour, member, request, now);
			case READ_MEMBER -> Reply.json(200, Bodies.member(flavour, member, member.read(now)));
			case READ_STATUS -> Reply.json(200, Bodies.status(flavour, member, member.read(now)));
			case CHALLENGES -> {
				List<Challenge> asked = member.look(now).challenges();
				yield asked.isEmpty() ? Reply.empty(204) : Reply.json(200, Bodies.challengeList(flavour, asked));
			}
			case NUMBERS_BY_MEMBER -> numbers(flavour, member, request, now);
			case NUMBERS_BY_ACCOUNT -> numberOfAccount(flavour, member, String.valueOf(route.object()), now);
			case ACCOUNTS -> Reply.json(200,
					Bodies.accounts(member, member.numbers(), page(request), perPage(request, flavour.largestPage())));
			case JOB -> Reply.json(200, Bodies.job(member, member.look(now), String.valueOf(route.object())));
			case LIST_MEMBERS, LIST_USERS, INSTITUTIONS, API_TOKEN, SESSION, UNKNOWN ->
				throw new IllegalStateException(call + " is not about a member");
		};
	}

	private Reply.Answer verify(Flavour flavour, Member member, Request request, long now) {
		Story.Refusals refusals = member.story().refusals();
		if (refusals.verify() != 0) {
			String message = refusals.verify() == 400 ? Bodies.NOT_SUPPORTED : "Refused";
			return Reply.json(refusals.verify(), Bodies.error(flavour, refusals.verify(), message, refusals.type()));
		}
		if (!request.body().isEmpty()) {
			JsonNode body = Json.read(request.body());
			if (body == null) {
				return refuse(flavour, 400, "The body is not JSON");
			}
			if (flavour.isPlatform()) {
				ledger.undocumentedBody();
			}
			if (body.path("include_transactions").asBoolean(false)) {
				ledger.noteWithTransactions();
			}
		}
		return switch (member.verify(now)) {
			case ACCEPTED -> Reply.json(200, Bodies.member(flavour, member, member.look(now)));
			case JOINED -> Reply.json(202, Bodies.member(flavour, member, member.look(now)));
			case CONFLICT -> refuse(flavour, 409, "Another job is running for this member");
		};
	}

	private Reply.Answer resume(Flavour flavour, Member member, Request request, long now) {
		JsonNode body = Json.read(request.body());
		if (request.body().isEmpty() || body == null) {
			return refuse(flavour, 400, "The body is missing or not JSON");
		}
		JsonNode wrapped = body.path("member").path("challenges");
		JsonNode challenges = wrapped;
		if (flavour == Flavour.NEXUS) {
			// Whether Nexus wants the wrapping is unknown (src/docs/mx.md §1.5): both are
			// taken, unless the story wants one.
			Story.Nesting wanted = member.story().asking().nesting();
			if (wrapped.isArray() ? wanted == Story.Nesting.BARE : wanted == Story.Nesting.WRAPPED) {
				return refuse(flavour, 400, "challenges is missing");
			}
			challenges = wrapped.isArray() ? wrapped : body.path("challenges");
		}
		Map<String, String> answers = new HashMap<>();
		for (JsonNode challenge : challenges) {
			answers.put(challenge.path("guid").asString(""), challenge.path("value").asString(""));
		}
		return switch (member.resume(answers, now)) {
			case ACCEPTED -> Reply.json(202, Bodies.member(flavour, member, member.look(now)));
			case NOT_CHALLENGED -> refuse(flavour, 405, "The member is not challenged");
			case INVALID -> refuse(flavour, 400, "The answers are invalid");
		};
	}

	private Reply.Answer numbers(Flavour flavour, Member member, Request request, long now) {
		if (flavour == Flavour.NEXUS && !settings.nexusNumbersByMember()) {
			return refuse(flavour, 404, "Not found");
		}
		Story.Numbers plan = member.story().numbers();
		int cap = plan.pageCap() > 0 ? plan.pageCap() : flavour.largestPage();
		int page = page(request);
		// Later pages are the same reading of the list, not another one.
		List<AccountNumber> found = member.readNumbers(page == 1, now);
		List<AccountNumber> listed = plan.onlyByAccount() ? List.of() : found;
		return Reply.json(200, Bodies.numbers(flavour, member, listed, page, perPage(request, cap)));
	}

	private Reply.Answer numberOfAccount(Flavour flavour, Member member, String account, long now) {
		for (AccountNumber number : member.readNumbers(true, now)) {
			if (number.accountGuid().equals(account)) {
				return flavour == Flavour.NEXUS
						? Reply.json(200, Bodies.wrapped("account_number", Bodies.number(flavour, member, number)))
						: Reply.json(200, Bodies.numbers(flavour, member, List.of(number), 1, 25));
			}
		}
		return flavour == Flavour.NEXUS ? refuse(flavour, 404, "Not found")
				: Reply.json(200, Bodies.numbers(flavour, member, List.of(), 1, 25));
	}

	private Reply.Answer institutions(Flavour flavour, Route route, Request request) {
		String code = route.object();
		if (code != null) {
			return records.answer(flavour, code);
		}
		if (flavour == Flavour.NEXUS) {
			JsonNode body = Json.read(request.body());
			if (body == null || (body.findValue("name") == null && body.findValue("url") == null)) {
				return refuse(flavour, 400, "name or url is required");
			}
		}
		return Reply.json(200, Bodies.institutions(flavour));
	}

	private Reply.Answer apiToken(Route route, long now) {
		String user = String.valueOf(route.user());
		if (sessions.loginUnderWay(user, now)) {
			ledger.overlappingLogin();
		}
		return Reply.json(200, Bodies.wrapped("api_token", Json.object().put("token", sessions.apiToken(user, now))));
	}

	private Reply.Answer session(Flavour flavour, Request request, long now) {
		JsonNode body = Json.read(request.body());
		boolean skip = body != null && (body.path("session").path("skip_aggregation").asBoolean(false)
				|| body.path("skip_aggregation").asBoolean(false));
		String token = sessions.open(String.valueOf(request.header("MD-API-TOKEN")), skip, now);
		return token == null ? refuse(flavour, 401, "The api token is used up or unknown")
				: Reply.json(200, Bodies.wrapped("session", Json.object().put("token", token)));
	}

	private static int page(Request request) {
		return Math.max(1, request.number("page", 1));
	}

	/** Above the largest page MX silently falls back to 25 (src/docs/mx.md §1.9). */
	private static int perPage(Request request, int largest) {
		int asked = request.number("records_per_page", 25);
		return asked > largest || asked < 1 ? 25 : asked;
	}

	private static Reply.Answer refuse(Flavour flavour, int status, String message) {
		return Reply.json(status, Bodies.error(flavour, status, message, null));
	}

	private static Served broken(Breakage how, long delayMs, int retryAfter, Broken broken) {
		Reply reply = broken.reply(how, delayMs, retryAfter);
		String label = how == Breakage.LATE ? Integer.toString(status(reply)) : how.label();
		return new Served(reply, label);
	}

	private static int status(Reply reply) {
		return switch (reply) {
			case Reply.Answer answer -> answer.status();
			case Reply.Late late -> late.answer().status();
			case Reply.HangUp ignored -> 0;
		};
	}

	private static Served whole(Reply.Answer answer) {
		return new Served(answer, Integer.toString(answer.status()));
	}

}
