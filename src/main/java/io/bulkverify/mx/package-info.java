/**
 * Talking to MX. {@link io.bulkverify.mx.MxApi} is the door; behind it a call goes
 * through the same stations whatever the flavour: {@link io.bulkverify.mx.MxClient} makes
 * it a request, {@link io.bulkverify.mx.Line} lets it out when it may be sent and its
 * turn has come, {@link io.bulkverify.mx.Wire} sends it,
 * {@link io.bulkverify.mx.AnswerClassifier} says what its answer means.
 *
 * <p>
 * Nothing here logs a body, a header or an address. The JDK's client logs headers when a
 * system property tells it to, which {@link io.bulkverify.mx.MxProperties#problems()}
 * refuses.
 */
@NullMarked
package io.bulkverify.mx;

import org.jspecify.annotations.NullMarked;
