@NullMarked
package io.bulkverify.job;

import org.jspecify.annotations.NullMarked;
