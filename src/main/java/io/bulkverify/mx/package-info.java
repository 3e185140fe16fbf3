@NullMarked
package io.bulkverify.mx;

import org.jspecify.annotations.NullMarked;
