/**
 * Modbus, as a master: bus, block plan and register maps.
 *
 * <p><b>The question</b> is the same on every line: unit id, function, first register, how many.
 * Function 1 reads coils, 2 discrete inputs, 3 holding registers, 4 input registers. Registers have
 * 16 bits, high byte first; bits come eight to a byte, the first one lowest; addresses count from
 * 0.
 *
 * <pre>
 *   01          unit id 1 (a line: 1 to 247)
 *   04          read input registers
 *   00 34       from register 52
 *   00 02       2 registers (at most 125)
 * </pre>
 *
 * <p><b>The answer</b> repeats unit and function and says neither the address nor the question:
 * only order tells which question it belongs to. A refusal sets the function's top bit and gives a
 * code.
 *
 * <pre>
 *   01 04       unit and function of the question
 *   04          bytes that follow: 2 for each register
 *   43 66 33 34 float 230.2, high register first
 *
 *   01 84 02    unit 1 refuses function 4: illegal data address
 * </pre>
 *
 * <p><b>A write</b> sends values after the address; the answer repeats the first five bytes after
 * the unit. Functions 5 and 6 write one coil (FF00h is on) or register, 15 and 16 several; 23
 * writes registers and answers with what it then reads.
 *
 * <pre>
 *   01 05 00 AC FF 00              coil 172 on; the answer is the same
 *   01 10 00 01 00 02 04 00 0A 01 02   registers 1 and 2; the answer ends after 00 02
 * </pre>
 *
 * <p><b>RTU</b> (serial line): a CRC-16 follows (polynomial A001h reflected, start FFFFh, low byte
 * first), and 3.5 characters of silence end a frame.
 *
 * <pre>
 *   01 04 00 00 00 02 71 CB  asks
 *   01 04 04 43 66 33 34 1B 38  answers
 *   01 84 02 C2 C1  refuses
 * </pre>
 *
 * <p><b>TCP</b>: a header goes before, and no CRC follows. The transaction id is chosen by the
 * master and comes back, so that a late answer is known by it.
 *
 * <pre>
 *   00 01       transaction id
 *   00 00       protocol: Modbus
 *   00 06       bytes that follow
 *   01 03 03 21 00 04  unit 1, holding registers from 801, 4 of them
 *
 *   00 01 00 00 00 0B 01 03 08 41 67 8C 29 C0 00 00 00  answers float64 12345678 Wh
 * </pre>
 */
package io.busbar.drivers.modbus;
