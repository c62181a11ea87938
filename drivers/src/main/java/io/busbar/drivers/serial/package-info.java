/**
 * A serial line as a small interface: a UART of this machine, or one behind a serial device server.
 *
 * <p>What stands on the wire for one byte, here {@code 4Dh} at 8E1 (line idle is 1, least
 * significant bit first):
 *
 * <pre>
 *   idle start  d0 d1 d2 d3 d4 d5 d6 d7  parity stop idle
 *   1    0      1  0  1  1  0  0  1  0   0      1    1
 * </pre>
 *
 * 11 bits at 8E1, 8O1 and 8N2, 10 bits at 8N1: a byte takes 1.04 ms at 9600 8N1. A {@code
 * tcp://host:port} line carries the same bytes with nothing around them; a device server of that
 * kind ("raw TCP") puts them on its own UART, whose rate is set there.
 */
package io.busbar.drivers.serial;
