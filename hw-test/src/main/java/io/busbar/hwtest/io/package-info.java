/** Smoke tests of each wire of the Pi, for a real Pi with jumpers and for a guest without. */
package io.busbar.hwtest.io;
