package io.bulkverify.mx;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.bulkverify.member.Guids;
import io.bulkverify.member.ListedMember;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whom a call is about, held against what the answer says (src/docs/mx.md §9). Whatever
 * names somebody else counts; a user that is not named does not, since not every answer
 * has one.
 *
 * @param member as MX was asked for it
 * @param users what its user may be called
 * @param ownIds whether the client's own ids may stand for MX's guids
 * @param rowsNamed whether rows of account numbers are known to name their member
 */
record Whom(String member, Set<String> users, boolean ownIds, boolean rowsNamed) {

	/** A member that MX knows by its guid only. */
	static Whom byGuid(ListedMember member) {
		return new Whom(member.memberGuid(), Set.of(member.userGuid()), false, true);
	}

	/** A member that MX knows by the client's own id as well. */
	static Whom byGuidOrOwnId(ListedMember member) {
		return new Whom(member.memberGuid(), Set.of(member.userGuid()), true, true);
	}

	/** A member of the user whose session it is; the shape of rows is not documented. */
	static Whom inSession(ListedMember member) {
		Set<String> users = member.userId() == null || member.userId().equals(member.userGuid())
				? Set.of(member.userGuid()) : Set.of(member.userGuid(), member.userId());
		return new Whom(member.memberGuid(), users, false, false);
	}

	/** Whom a member's or a status' fields are about. */
	About ofMember(JsonNode fields) {
		@Nullable String guid = Lenient.word(fields.path("guid"));
		if (member.equals(guid) || (ownIds && member.equals(Lenient.word(fields.path("id"))))) {
			return ofUser(fields);
		}
		return guid == null ? About.NOBODY : About.ANOTHER_MEMBER;
	}

	/**
	 * Whom a list is about whose rows belong to the member.
	 * @param named whether one of them at least must say so
	 */
	About ofRows(Stream<JsonNode> rows, boolean named) {
		boolean nobody = named;
		for (JsonNode row : (Iterable<JsonNode>) rows::iterator) {
			@Nullable String guid = Lenient.word(row.path("member_guid"));
			if (guid != null && !guid.equals(member)) {
				return About.ANOTHER_MEMBER;
			}
			if (ofUser(row).another()) {
				return About.ANOTHER_USER;
			}
			nobody = nobody && guid == null;
		}
		return nobody ? About.NOBODY : About.ASKED;
	}

	private About ofUser(JsonNode fields) {
		@Nullable String guid = Lenient.word(fields.path("user_guid"));
		boolean ours = guid == null || users.contains(guid)
				|| (ownIds && users.contains(Objects.requireNonNullElse(Lenient.word(fields.path("user_id")), "")));
		return ours ? About.ASKED : About.ANOTHER_USER;
	}

	/**
	 * MX's own guids, out of the fields of the member that was asked for by other ids.
	 */
	Guids guids(JsonNode fields) {
		@Nullable String guid = Lenient.word(fields.path("guid"));
		@Nullable String user = Lenient.word(fields.path("user_guid"));
		return new Guids(user == null || users.contains(user) ? null : user, member.equals(guid) ? null : guid);
	}

}
