/**
 * How fast the job is, beside what a user would write instead: {@code mvn -Pbenchmark
 * verify}. Not a test; nothing here decides whether the build passes.
 */
@NullMarked
package io.bulkverify.benchmark;

import org.jspecify.annotations.NullMarked;
