/**
 * What a power cut can leave of a folder, reckoned from a record of all that was written to it: all
 * that was synchronised, and of the rest any part.
 */
@NullMarked
package io.busbar.hwtest.torn;

import org.jspecify.annotations.NullMarked;
