package io.bulkverify.job;

import io.bulkverify.member.Call;
import io.bulkverify.member.Member;

/**
 * A due member and the one call that it needs now.
 *
 * @param member as stored, the intent of a writing call included
 */
record Claim(Member member, Call call) {
}
