package io.bulkverify.mx;

import io.bulkverify.member.Taken;
import tools.jackson.databind.JsonNode;

/**
 * The answer to a verify or a resume: its status says that MX has taken it, so an empty
 * body will do; one that is about nobody did not come from MX, or is not ours
 * (src/docs/mx.md §1.2, §1.5).
 */
final class TakenReading implements Reading<Taken> {

	private final Whom whom;

	TakenReading(Whom whom) {
		this.whom = whom;
	}

	@Override
	public About about(JsonNode body) {
		return whom.ofMember(body.path("member"));
	}

	@Override
	public Taken of(JsonNode body) {
		return new Taken(Lenient.word(body.path("member").path("most_recent_job_guid")));
	}

}
