/**
 * What is wired to the Pi itself: GPIO lines, I2C chips, 1-Wire sensors, pulse counters and the
 * appliance's own panel. All hardware is reached through {@link io.busbar.drivers.io.Pins}.
 *
 * <pre>
 * GPIO edge   kernel's line event: rising or falling, time stamp of CLOCK_MONOTONIC
 * I2C write   S 40 14 0F P             address 0x20, register 0x14 (OLATA), value 0x0F
 * I2C read    S 40 12 P S 41 xx yy P   registers 0x12 and 0x13 (GPIOA, GPIOB)
 * 1-Wire      /sys/bus/w1/devices/28-*&#47;temperature, thousandths of a degree
 * </pre>
 */
package io.busbar.drivers.io;
