@NullMarked
package io.bulkverify.launch;

import org.jspecify.annotations.NullMarked;
