@NullMarked
package io.bulkverify;

import org.jspecify.annotations.NullMarked;
