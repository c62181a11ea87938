/**
 * What stands in the files of DASH7 nodes, as data: JSON documents with a schema beside them.
 *
 * <pre>
 * file 52, 17 bytes (energy V1):  5D 02 00 00 00 00 00 00 | 0F 00 00 00 00 00 00 00 | 01
 *                                 605 Wh                    15 VAh                    valid
 * file 62, 5 bytes:               58 02 00 00 | 01
 *                                 600 s         enabled
 * </pre>
 *
 * Numbers are little-endian unless the field says otherwise. Forms of one file are told apart by
 * their length alone. When the validity field is 0 the others are bad, not zero.
 */
package io.busbar.drivers.dash7.layout;
