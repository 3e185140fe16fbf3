package io.bulkverify.mx;

import java.util.ArrayList;
import java.util.List;

import io.bulkverify.member.Challenge;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A page of challenges (src/docs/mx.md §1.5, §4). */
final class ChallengesReading implements Reading<Page<Challenge>> {

	private final Whom whom;

	ChallengesReading(Whom whom) {
		this.whom = whom;
	}

	/** MX names nobody here; where it does, it counts. */
	@Override
	public About about(JsonNode body) {
		return whom.ofRows(body.path("challenges").valueStream(), false);
	}

	@Override
	public @Nullable Page<Challenge> of(JsonNode body) {
		JsonNode challenges = body.path("challenges");
		if (challenges.isNull()) {
			return Page.none();
		}
		return challenges.isArray() && challenges.valueStream().noneMatch(ChallengesReading::asksNothing)
				? Page.of(all(challenges), challenges.size(), body) : null;
	}

	/** A row of nulls is no question, and must not be taken for one. */
	private static boolean asksNothing(JsonNode challenge) {
		return challenge.isObject() && Lenient.word(challenge.path("guid")) == null
				&& Lenient.word(challenge.path("type")) == null;
	}

	/** 204: the member is asked nothing. */
	@Override
	public Page<Challenge> ofNoContent() {
		return Page.none();
	}

	static List<Challenge> all(JsonNode challenges) {
		return challenges.valueStream().filter(JsonNode::isObject).map(ChallengesReading::challenge).toList();
	}

	private static Challenge challenge(JsonNode challenge) {
		@Nullable String guid = Lenient.word(challenge.path("guid"));
		List<Challenge.Option> options = new ArrayList<>(options(challenge.path("options")));
		options.addAll(options(challenge.path("image_options")));
		return new Challenge(guid == null ? "" : guid, Lenient.word(challenge.path("type")),
				Lenient.word(challenge.path("label")), Lenient.word(challenge.path("field_name")),
				Lenient.word(challenge.path("external_id")), options);
	}

	private static List<Challenge.Option> options(JsonNode options) {
		return options.valueStream().filter(JsonNode::isObject).map(ChallengesReading::option).toList();
	}

	private static Challenge.Option option(JsonNode option) {
		@Nullable String value = Lenient.text(option.path("value"));
		@Nullable String guid = Lenient.text(option.path("guid"));
		String sentBack = value != null ? value : guid != null ? guid : "";
		return new Challenge.Option(Lenient.word(option.path("label")), sentBack);
	}

}
