/**
 * The pure core: what a member can be, what MX can answer, and what follows from both.
 * Nothing here has a clock, a network, a database or a framework; every decision is a
 * function that a table can test.
 */
@NullMarked
package io.bulkverify.member;

import org.jspecify.annotations.NullMarked;
