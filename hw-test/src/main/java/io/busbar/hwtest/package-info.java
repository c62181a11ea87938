/** The test cabinet: simulators that speak the wire protocols, the demo, and what drives both. */
@NullMarked
package io.busbar.hwtest;

import org.jspecify.annotations.NullMarked;
