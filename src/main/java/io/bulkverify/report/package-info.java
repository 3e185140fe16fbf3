@NullMarked
package io.bulkverify.report;

import org.jspecify.annotations.NullMarked;
