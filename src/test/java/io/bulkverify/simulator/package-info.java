/**
 * An MX of our own, over real HTTP, for tests, the demo and the benchmark. It is written
 * from MX's documents alone and shares no class with the program it tests, so that a
 * misreading in one is not repeated in the other.
 */
@NullMarked
package io.bulkverify.simulator;

import org.jspecify.annotations.NullMarked;
