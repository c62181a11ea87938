/** The test cabinet: simulators that speak the wire protocols, the demo, and what drives both. */
package io.busbar.hwtest;
