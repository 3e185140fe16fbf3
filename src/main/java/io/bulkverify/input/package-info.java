@NullMarked
package io.bulkverify.input;

import org.jspecify.annotations.NullMarked;
