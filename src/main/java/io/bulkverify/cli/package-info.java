@NullMarked
package io.bulkverify.cli;

import org.jspecify.annotations.NullMarked;
