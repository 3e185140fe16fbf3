package io.bulkverify.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Nexus' two steps to a session (src/docs/mx.md §1.8): a token that is good for one use,
 * then a session per user.
 */
final class Sessions {

	private static final long TOKEN_LIFETIME_MS = 600_000;

	/**
	 * Nobody's login takes longer: a token that was fetched and never used is forgotten
	 * as a login under way.
	 */
	private static final long LOGIN_MS = 5_000;

	private record Token(String user, long at) {
	}

	private record Session(String user, long usedAt) {
	}

	private final long lifetimeMs;

	private final boolean sliding;

	private final AtomicLong next = new AtomicLong();

	private final Map<String, Token> tokens = new ConcurrentHashMap<>();

	private final Map<String, Session> sessions = new ConcurrentHashMap<>();

	private final Map<String, Long> loggingIn = new ConcurrentHashMap<>();

	private final Map<String, Long> aggregatedAt = new ConcurrentHashMap<>();

	Sessions(SimulatorSettings settings) {
		this.lifetimeMs = settings.sessionLifetime().toMillis();
		this.sliding = settings.sessionSliding();
	}

	/** Whether another login of this user is under way. */
	boolean loginUnderWay(String user, long now) {
		Long since = loggingIn.put(user, now);
		return since != null && now - since < LOGIN_MS;
	}

	String apiToken(String user, long now) {
		String token = "token-" + next.incrementAndGet() + "-" + Long.toHexString(Spread.hash(user, now));
		tokens.put(token, new Token(user, now));
		return token;
	}

	/** The new session's token; null: the api token is used up, too old or unknown. */
	@Nullable String open(String apiToken, boolean skipAggregation, long now) {
		Token token = tokens.remove(apiToken);
		if (token == null || now - token.at() > TOKEN_LIFETIME_MS) {
			return null;
		}
		loggingIn.remove(token.user());
		if (!skipAggregation) {
			aggregatedAt.put(token.user(), now);
		}
		String session = "session-" + next.incrementAndGet() + "-" + Long.toHexString(Spread.hash(token.user(), now));
		sessions.put(session, new Session(token.user(), now));
		return session;
	}

	/** The session's user; null: expired or never known. */
	@Nullable String user(String sessionToken, long now) {
		// MX's own fixture (src/docs/mx.md §5).
		if (sessionToken.equals("test_session")) {
			return "test_nexus";
		}
		Session session = sessions.get(sessionToken);
		if (session == null) {
			return null;
		}
		if (now - session.usedAt() >= lifetimeMs) {
			sessions.remove(sessionToken);
			return null;
		}
		if (sliding) {
			sessions.replace(sessionToken, session, new Session(session.user(), now));
		}
		return session.user();
	}

	/**
	 * When a session without skip_aggregation made MX aggregate all of this user's
	 * members; 0: never.
	 */
	long massAggregatedAt(String user) {
		return aggregatedAt.getOrDefault(user, 0L);
	}

}
