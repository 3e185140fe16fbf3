package io.bulkverify.mx;

import java.util.Map;

import io.bulkverify.member.Answer;
import io.bulkverify.member.ListedMember;

/** The headers that show MX who calls. */
interface Login {

	/**
	 * The headers for a call about this member; where they cost calls of their own, those
	 * can fail.
	 */
	Answer<Map<String, String>> headersFor(ListedMember member);

	/**
	 * MX says that these headers do not count any more.
	 * @return whether {@link #headersFor} can give better ones
	 */
	boolean renew(ListedMember member, Map<String, String> stale);

	/** For flavours whose credentials never change. */
	static Login always(Map<String, String> headers) {
		return new Login() {
			@Override
			public Answer<Map<String, String>> headersFor(ListedMember member) {
				return new Answer.Good<>(headers);
			}

			@Override
			public boolean renew(ListedMember member, Map<String, String> stale) {
				return false;
			}
		};
	}

}
