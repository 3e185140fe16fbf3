package io.bulkverify.simulator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The back door for tests in another process, under {@code /_sim}; never counted as a
 * call to MX.
 *
 * <pre>
 * GET  /_sim/report                                    totals, peaks, smallest gap, members paid more than once
 * GET  /_sim/members?guid=MBR-1&amp;guid=MBR-2             what was seen of these
 * GET  /_sim/members?prefix=MBR-lost&amp;limit=1000         or of those; limit defaults to 1000
 * GET  /_sim/numbers?guid=MBR-1                         the right numbers, whether or not they can be read yet
 * POST /_sim/outage?seconds=6[&amp;how=reset|503]           from now on; seconds=0 ends it
 * POST /_sim/faults?resets=0.05&amp;errors=0.04&amp;garbage=0.02&amp;too-many=0.01&amp;retry-after=1&amp;delayed=0.1&amp;delay-ms=500&amp;seed=7
 * POST /_sim/quota?reads=50&amp;writes=10
 * POST /_sim/disturb?calls=verify&amp;how=403&amp;after-calls=60&amp;seconds=9   one more ({@link Disturbance})
 * POST /_sim/calm                                      no disturbance any more
 * </pre>
 */
final class Control {

	private final MxSimulator simulator;

	private final Service service;

	Control(MxSimulator simulator, Service service) {
		this.simulator = simulator;
		this.service = service;
	}

	Reply.Answer answer(Request request) {
		try {
			return steer(request);
		}
		catch (IllegalArgumentException e) {
			return Reply.text(400, "text/plain", String.valueOf(e.getMessage()));
		}
	}

	private Reply.Answer steer(Request request) {
		String what = request.method() + " " + (request.segments().size() > 1 ? request.segments().get(1) : "");
		return switch (what) {
			case "GET report" -> Reply.json(200, report());
			case "GET members" -> Reply.json(200, members(request));
			case "GET numbers" -> numbers(request);
			case "POST outage" -> {
				String how = request.parameter("how");
				simulator.outage(java.time.Duration.ofMillis((long) (request.share("seconds", 0) * 1000)),
						how == null ? Breakage.RESET : Breakage.named(how));
				yield ok();
			}
			case "POST faults" -> {
				simulator.faults(faults(request));
				yield ok();
			}
			case "POST quota" -> {
				simulator.quota(request.number("reads", 0), request.number("writes", 0));
				yield ok();
			}
			case "POST disturb" -> {
				service.disturb(Disturbance.of(request.query()
					.entrySet()
					.stream()
					.collect(Collectors.toMap(Map.Entry::getKey, word -> word.getValue().getFirst()))));
				yield ok();
			}
			case "POST calm" -> {
				service.calm();
				yield ok();
			}
			default -> Reply.text(404, "text/plain", "No such control");
		};
	}

	private static Reply.Answer ok() {
		return Reply.json(200, Json.object().put("ok", true));
	}

	private static Faults faults(Request request) {
		return Faults
			.of(request.number("seed", 1), request.share("resets", 0), request.share("errors", 0),
					request.share("garbage", 0))
			.withTooMany(request.share("too-many", 0), request.number("retry-after", -1))
			.withDelays(request.share("delayed", 0), request.number("delay-ms", 0));
	}

	private JsonNode report() {
		Ledger ledger = simulator.ledger();
		ObjectNode node = Json.object();
		ObjectNode calls = node.putObject("calls");
		ledger.totals().forEach((call, answers) -> {
			ObjectNode counts = calls.putObject(call.name());
			answers.forEach(counts::put);
		});
		node.put("total", ledger.calls());
		node.put("peak_reads_per_second", ledger.peakReadsPerSecond());
		node.put("peak_writes_per_second", ledger.peakWritesPerSecond());
		node.put("most_under_way", ledger.mostUnderWay());
		node.put("last_call_at", ledger.lastCallAt());
		node.put("wrongly_headed", ledger.wronglyHeaded());
		ObjectNode why = node.putObject("wrong_headers");
		ledger.wrongHeaders().forEach(why::put);
		node.put("undocumented_bodies", ledger.undocumentedBodies());
		node.put("with_transactions", ledger.withTransactions());
		node.put("overlapping_logins", ledger.overlappingLogins());
		ArrayNode befallen = node.putArray("disturbed_calls");
		service.befallen().forEach(befallen::add);
		sums(node);
		return node;
	}

	private void sums(ObjectNode node) {
		int seen = 0;
		long accepted = 0;
		int most = 0;
		int smallestGap = -1;
		Map<String, Integer> acceptedIn = new TreeMap<>();
		ArrayNode twice = Json.array();
		for (Member member : service.members()) {
			MemberReport report = member.report();
			seen++;
			accepted += report.accepted();
			most = Math.max(most, report.accepted());
			report.acceptedIn().forEach(status -> acceptedIn.merge(status, 1, Integer::sum));
			if (report.accepted() > 1 && twice.size() < 100) {
				twice.add(report.guid());
			}
			if (report.smallestGapMs() >= 0 && (smallestGap < 0 || report.smallestGapMs() < smallestGap)) {
				smallestGap = report.smallestGapMs();
			}
		}
		node.put("members", seen);
		node.put("accepted_verifies", accepted);
		node.put("most_accepted_of_one_member", most);
		node.set("accepted_more_than_once", twice);
		ObjectNode statuses = node.putObject("accepted_in_status");
		acceptedIn.forEach(statuses::put);
		node.put("smallest_gap_ms", smallestGap);
	}

	private JsonNode members(Request request) {
		ArrayNode list = Json.array();
		List<String> guids = request.query().get("guid");
		if (guids != null) {
			for (String guid : guids) {
				@Nullable Member known = service.known(guid);
				if (known != null) {
					list.add(node(known.report()));
				}
			}
			return list;
		}
		String prefix = request.parameter("prefix");
		int limit = request.number("limit", 1000);
		for (Member member : service.members()) {
			if (list.size() >= limit) {
				break;
			}
			if (prefix == null || member.guid().startsWith(prefix)) {
				list.add(node(member.report()));
			}
		}
		return list;
	}

	private Reply.Answer numbers(Request request) {
		String guid = request.parameter("guid");
		if (guid == null) {
			return Reply.text(400, "text/plain", "guid is missing");
		}
		ArrayNode list = Json.array();
		for (AccountNumber number : simulator.accountNumbers(guid)) {
			list.addObject()
				.put("account_guid", number.accountGuid())
				.put("account_number", number.accountNumber())
				.put("routing_number", number.routingNumber())
				.put("institution_number", number.institutionNumber())
				.put("transit_number", number.transitNumber())
				.put("passed_validation", number.passedValidation());
		}
		return Reply.json(200, list);
	}

	private static ObjectNode node(MemberReport report) {
		ObjectNode node = Json.object()
			.put("guid", report.guid())
			.put("user", report.user())
			.put("story", report.story())
			.put("expected", report.expected().text())
			.put("forbids_verify", report.expected().forbidsVerify())
			.put("verify_calls", report.verifyCalls())
			.put("accepted", report.accepted())
			.put("joined", report.joined())
			.put("conflicts", report.conflicts())
			.put("resumes", report.resumes())
			.put("resumes_accepted", report.resumesAccepted())
			.put("readings", report.readings())
			.put("broken_reads", report.brokenReads())
			.put("smallest_gap_ms", report.smallestGapMs())
			.put("smallest_gap_any_ms", report.smallestGapAnyMs())
			.put("status", report.status())
			.put("running", report.running());
		ArrayNode acceptedIn = node.putArray("accepted_in");
		report.acceptedIn().forEach(acceptedIn::add);
		return node;
	}

}
