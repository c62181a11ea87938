/**
 * DASH7: a modem on a serial line (115200 8N1), the nodes it hears, and their files as data points.
 *
 * <pre>
 * bytes     C0 00 03 01 2C A9 56 | 20 34 00 11 ... 62 D7 14 ...      package frame
 * actions   return file data 34 = 5D 02 ...; D7 status ... from UID  package alp
 * points    activeEnergyImportTotal = 605 Wh, linkBudget = 71 dB     package layout, Dash7Node
 *
 * host to modem  C0 00 00 01 0A 12 FD | B4 2A | 01 00 00 08 | 01 02 00 11   are you there? (tag 2A)
 * modem to host  C0 00 02 01 23 5C 9B | 20 00 00 08 ... | 20 02 00 11 ... | A3 2A
 * modem to host  C0 00 01 02 01 F9 30 | CC                                  ping of its watchdog
 * host to modem  C0 00 01 03 01 F9 30 | CC                                  within 15 s
 * </pre>
 *
 * One thread owns the port: {@code Dash7Bus.run}. Requests and writes of other threads are posted
 * to it; each ends with an answer, a refusal or a timeout, and all end when the modem restarts or
 * goes.
 */
package io.busbar.drivers.dash7;
