/**
 * The frames of the serial line between host and DASH7 modem (Sub-IoT modem interface, 115200 8N1).
 *
 * <pre>
 * offset 0    1    2        3     4       5      6      7 ...
 *        C0   00   counter  type  length  crcHi  crcLo  payload[length]
 *        sync ver
 *
 * on the wire: C0 00 01 02 01 F9 30 CC                  the modem's watchdog pings
 *              C0 00 00 03 01 F9 30 CC                  our answer, wanted within 15 s
 *              C0 00 01 05 01 D1 93 03                  the modem restarted by its reset pin
 * </pre>
 *
 * The CRC is CRC-16/CCITT-FALSE over the payload only, high byte first. Types: 01 ALP command, 02
 * ping request, 03 ping response, 04 log text, 05 rebooted. Nothing is escaped, so {@code C0 00}
 * also stands inside payloads: only the CRC tells a frame from noise.
 */
package io.busbar.drivers.dash7.frame;
