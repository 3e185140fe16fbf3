@NullMarked
package io.bulkverify.store;

import org.jspecify.annotations.NullMarked;
