/** A DASH7 modem with nodes behind it, as bytes in and bytes out. */
@org.jspecify.annotations.NullMarked
package io.busbar.hwtest.dash7;
