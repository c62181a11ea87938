/**
 * ALP, the application layer of DASH7: a command is a row of actions, each a control byte and its
 * operands.
 *
 * <pre>
 * control byte: b7 b6 flags of the operation, b5..b0 operation
 *
 * on the wire: B4 2A | 01 00 00 08 | 01 02 00 11         tag 2A; read file 00, 8 bytes; file 02, 17
 *              20 33 00 03 00 01 01 | 62 D7 14 32 ...    a node pushes file 33; how it was heard
 *              A3 2A | 62 D7 00                          request 2A is done
 * length:      3F = 63, 40 40 = 64, 80 40 00 = 16384     b7 b6 of the first byte: bytes that follow
 * place:       file id, offset as a length
 * D7 config:   QoS, dormant time, addressee
 * addressee:   control (id type, security), access class, id
 * time:        53 = 4^2 * 19 = 304                       exponent b7..b5, mantissa b4..b0
 * </pre>
 *
 * All numbers of ALP itself are big-endian; what stands inside files is the business of each file.
 * {@link Op} is the one table for reading and writing.
 */
package io.busbar.drivers.dash7.alp;
