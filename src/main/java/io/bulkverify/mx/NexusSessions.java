package io.bulkverify.mx;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bulkverify.member.Answer;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions of Nexus, one for each user (src/docs/mx.md §1.8). However many
 * threads ask, a user is logged in once at a time; a login that fails is not kept. Safe
 * for use by many threads.
 */
final class NexusSessions implements Login {

	/** MX ends a session 30 minutes after its last call. */
	private static final Duration KEPT = Duration.ofMinutes(25);

	private static final int MOST_SESSIONS = 50_000;

	private final NexusFlavour nexus;

	private final Line line;

	/**
	 * A login under way is in the cache already; the cache does not evict it before its
	 * end.
	 */
	private final AsyncCache<String, Answer<Map<String, String>>> sessions = Caffeine.newBuilder()
		.maximumSize(MOST_SESSIONS)
		.expireAfterAccess(KEPT)
		.buildAsync();

	NexusSessions(NexusFlavour nexus, Line line) {
		this.nexus = nexus;
		this.line = line;
	}

	@Override
	public Answer<Map<String, String>> headersFor(ListedMember member) {
		String userId = userId(member);
		if (!PathSegment.possible(userId)) {
			return new Answer.Refused<>(Refusal.NOT_FOUND, "its user id cannot be asked for");
		}
		CompletableFuture<Answer<Map<String, String>>> mine = new CompletableFuture<>();
		@Nullable CompletableFuture<Answer<Map<String, String>>> others = sessions.asMap().putIfAbsent(userId, mine);
		return others == null ? login(userId, mine) : others.join();
	}

	@Override
	public boolean renew(ListedMember member, Map<String, String> stale) {
		String userId = userId(member);
		@Nullable CompletableFuture<Answer<Map<String, String>>> known = sessions.getIfPresent(userId);
		// Another thread may have renewed it already: then its session is the better one.
		if (known != null && known.getNow(new Answer.NotSent<>("")) instanceof Answer.Good(var headers)
				&& headers.equals(stale)) {
			sessions.asMap().remove(userId, known);
		}
		return true;
	}

	private Answer<Map<String, String>> login(String userId, CompletableFuture<Answer<Map<String, String>>> mine) {
		Answer<Map<String, String>> answer = new Answer.NotSent<>("no session");
		try {
			answer = login(userId);
			return answer;
		}
		finally {
			if (!(answer instanceof Answer.Good)) {
				sessions.asMap().remove(userId, mine);
			}
			mine.complete(answer);
		}
	}

	private Answer<Map<String, String>> login(String userId) {
		Answer<String> token = line
			.call(nexus.token(Endpoint.SESSION, userId), body -> Lenient.word(body.path("api_token").path("token")))
			.answer();
		if (!(token instanceof Answer.Good<String>(var apiToken))) {
			return NotGood.retyped(token);
		}
		Answer<String> session = line
			.call(nexus.session(userId, apiToken), body -> Lenient.word(body.path("session").path("token")))
			.answer();
		return session instanceof Answer.Good<String>(var sessionToken)
				? new Answer.Good<>(NexusFlavour.within(sessionToken)) : NotGood.retyped(session);
	}

	private static String userId(ListedMember member) {
		@Nullable String userId = member.userId();
		return userId == null ? member.userGuid() : userId;
	}

}
