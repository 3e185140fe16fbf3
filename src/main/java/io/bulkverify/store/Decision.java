package io.bulkverify.store;

import io.bulkverify.member.Member;
import io.bulkverify.member.Outcome;

/**
 * What was decided about a member.
 *
 * @param member the row that it was decided on, with its version
 * @param outcome what is to be stored
 */
public record Decision(Member member, Outcome outcome) {
}
