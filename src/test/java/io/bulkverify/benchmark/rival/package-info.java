/** The same work as the job's, done as one would do it without it: small, and honest. */
@NullMarked
package io.bulkverify.benchmark.rival;

import org.jspecify.annotations.NullMarked;
