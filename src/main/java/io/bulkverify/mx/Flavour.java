package io.bulkverify.mx;

import java.util.List;
import java.util.Map;

import io.bulkverify.member.Answer;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What one flavour of MX's API does in its own way (src/docs/mx.md §1); all else is in
 * {@link MxClient}. A new flavour is a class of this and a line in {@link #of}.
 */
interface Flavour {

	static Flavour of(MxProperties properties) {
		return switch (properties.api()) {
			case ATRIUM -> new AtriumFlavour(properties);
			case PLATFORM -> new PlatformFlavour(properties);
			case NEXUS -> new NexusFlavour(properties);
		};
	}

	/** Where the API is, without a slash at the end. */
	String baseUrl();

	/** The headers of every request but those that show who calls. */
	Map<String, String> headers();

	/** The type of the bodies that are sent. */
	default String contentType() {
		return "application/json";
	}

	/** Who calls. */
	Login login(Line line);

	/** Whom the answers to calls about the member must be about. */
	default Whom whom(ListedMember member) {
		return Whom.byGuid(member);
	}

	/** The member's address below the base. */
	default String memberPath(ListedMember member) {
		return "/users/" + PathSegment.of(member.userGuid()) + "/members/" + PathSegment.of(member.memberGuid());
	}

	/** Where the member's status is read. */
	default String statusPath(ListedMember member) {
		return memberPath(member) + "/status";
	}

	/** Whether a verify can ask for transactions too. */
	boolean supportsIncludeTransactions();

	/** The body of a verify; null for none. */
	default @Nullable Object verifyBody(ListedMember member) {
		return supportsIncludeTransactions() && Boolean.TRUE.equals(member.includeTransactions())
				? Map.of("include_transactions", true) : null;
	}

	/**
	 * Whether the list of account numbers by member is all there is to know; where it is
	 * not, an empty one is filled account by account.
	 */
	default boolean hasNumbersByMember() {
		return true;
	}

	/** Where the numbers of one account are read. */
	default String accountNumbersPath(ListedMember member, String accountGuid) {
		return "/users/" + PathSegment.of(member.userGuid()) + "/accounts/" + PathSegment.of(accountGuid)
				+ "/account_numbers";
	}

	/** The field by which a bank's record is asked for, and must name itself. */
	default String institutionKey() {
		return "code";
	}

	/**
	 * What stands in that field of this bank's record; null where it is not known.
	 */
	default @Nullable String institutionName(String code, @Nullable String guid) {
		return code;
	}

	/** The body that answers an account selection. */
	default Object resumeBody(Selection selection) {
		return Map.of("member", answers(selection));
	}

	/** The answers alone, not wrapped. */
	static Object answers(Selection selection) {
		return Map.of("challenges", List.of(Map.of("guid", selection.challengeGuid(), "value", selection.value())));
	}

	/**
	 * The same, otherwise nested, for where the flavour's documents leave the shape open;
	 * null where they do not.
	 */
	default @Nullable Object otherResumeBody(Selection selection) {
		return null;
	}

	/** A harmless read whose answer, whatever it says, shows that MX is there. */
	Request trial();

	/** The same for each machine that the members' calls need. */
	default List<Request> trials() {
		return List.of(trial());
	}

	/** A harmless read that shows whether MX knows the credentials. */
	Answer<String> probe(Line line);

}
