/**
 * A meter on a wire: what it measures, its registers, and Modbus TCP and RTU in front of them.
 *
 * <pre>
 * request   unit 01, function 04, from 0000, 2 registers
 *   TCP     00 01 00 00 00 06 01 04 00 00 00 02         transaction, protocol 0, length, then as on RTU
 *   RTU     01 04 00 00 00 02 71 CB                     CRC-16, low byte first
 * answer    4 bytes: 230.2 as float, high word first
 *   TCP     00 01 00 00 00 07 01 04 04 43 66 33 33
 *   RTU     01 04 04 43 66 33 34 1B 38
 * refusal   RTU 01 84 02 C2 C1                          function + 80, exception code
 * </pre>
 */
@NullMarked
package io.busbar.hwtest.simulator;

import org.jspecify.annotations.NullMarked;
