package io.bulkverify.member;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member as the list names it.
 *
 * @param line where it stands in the list, from 1 (the header is line 1 of a CSV file)
 * @param userGuid the user
 * @param memberGuid the member
 * @param accountLabel the account to choose where MX asks for one; null where the list
 * does not say
 * @param includeTransactions overrides the run's setting; null where the list does not
 * say
 * @param verifyEven statuses in which this member is verified although they would save
 * the call
 * @param userId the user's id for Nexus' SSO, where it is not the guid
 */
public record ListedMember(long line, String userGuid, String memberGuid, @Nullable String accountLabel,
		@Nullable Boolean includeTransactions, Set<ConnectionStatus> verifyEven, @Nullable String userId) {

	public ListedMember {
		verifyEven = Set.copyOf(verifyEven);
	}

	/** The same by MX's own guids, as far as these are others. */
	public ListedMember by(Guids guids) {
		return guids.equals(Guids.AS_LISTED) ? this
				: new ListedMember(line, guids.user() != null ? guids.user() : userGuid,
						guids.member() != null ? guids.member() : memberGuid, accountLabel, includeTransactions,
						verifyEven, userId);
	}

	/** The same, with the run's default for what the list leaves open. */
	public ListedMember orIncludingTransactions(boolean byDefault) {
		return this.includeTransactions != null ? this
				: new ListedMember(line, userGuid, memberGuid, accountLabel, byDefault, verifyEven, userId);
	}

}
