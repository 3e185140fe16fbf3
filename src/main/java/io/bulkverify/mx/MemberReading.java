package io.bulkverify.mx;

import java.util.List;

import io.bulkverify.member.Challenge;
import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.MemberState;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A member out of an answer to a read of it or of its status (src/docs/mx.md §1.3, §1.4).
 * An answer without a connection status is none, for null is a status that ends a member.
 */
final class MemberReading implements Reading<MemberState> {

	private final Whom whom;

	MemberReading(Whom whom) {
		this.whom = whom;
	}

	@Override
	public About about(JsonNode body) {
		return whom.ofMember(body.path("member"));
	}

	@Override
	public @Nullable MemberState of(JsonNode body) {
		JsonNode member = body.path("member");
		JsonNode status = member.path("connection_status");
		if (status.isMissingNode() || status.isContainer()) {
			return null;
		}
		return new MemberState(ConnectionStatus.of(Lenient.text(status)),
				Boolean.TRUE.equals(Lenient.flag(member.path("is_being_aggregated"))),
				Lenient.time(member.path("aggregated_at")), Lenient.word(member.path("most_recent_job_guid")),
				Lenient.word(member.path("institution_code")), error(Lenient.object(member.path("error"))),
				challenges(member.path("challenges")),
				Boolean.TRUE.equals(Lenient.flag(member.path("needs_updated_credentials"))),
				Lenient.flag(member.path("has_processed_account_numbers")),
				Lenient.word(member.path("institution_guid")), whom.guids(member));
	}

	private static MemberState.@Nullable MemberError error(JsonNode error) {
		@Nullable String code = Lenient.word(error.path("error_code"));
		if (code == null) {
			return null;
		}
		@Nullable String message = Lenient.word(error.path("error_message"));
		return new MemberState.MemberError(code,
				SafeText.of(message == null ? Lenient.word(error.path("user_message")) : message, List.of()));
	}

	private static @Nullable List<Challenge> challenges(JsonNode challenges) {
		return challenges.isArray() ? ChallengesReading.all(challenges) : null;
	}

}
