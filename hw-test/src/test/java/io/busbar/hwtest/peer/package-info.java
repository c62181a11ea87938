/** Other people's programs that the tests run against, and what skips a test without them. */
@NullMarked
package io.busbar.hwtest.peer;

import org.jspecify.annotations.NullMarked;
