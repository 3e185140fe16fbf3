package io.bulkverify.mx;

import io.bulkverify.member.Answer;

/**
 * One answer, classified.
 *
 * @param answer what it means
 * @param sessionOver whether it says that the session or the key behind the call does not
 * count any more: with a new session the same call may be answered
 */
record Heard<T>(Answer<T> answer, boolean sessionOver) {
}
