/**
 * What waits for the clouds: the durable queues of Sends, one for each connector.
 *
 * <p>{@code outbox.db} is a SQLite file (WAL, synchronous=FULL) that the thread "store" alone
 * touches:
 *
 * <pre>
 *  connectors(id, name, rows, bytes,            how many Sends it has in the file, bytes of payload
 *    dropped, droppedFrom, droppedTo)           how many it gave up since it is there, and their times
 *  series(id, connector, section, point)        names once; a section itself has the point ""
 *  sends(id, time, payload, boot)               id: connector &lt;&lt; 49 | sequence number; time: ms since
 *                                               1970, rounded down; boot: NULL, or that in which the
 *                                               times were counted, see decision 34
 *  meta(key, value)                             reserve: sequence numbers below it may be in use;
 *                                               open: 1 from its opening to its clean end
 *  user_version 4, application_id "BUSB"
 * </pre>
 *
 * <p>A payload is read by the two names of a number: u is LEB128 (seven bits to a byte, low ones
 * first, the top bit says that more follow), s is the same after zigzag (0, -1, 1, -2 ... become 0,
 * 1, 2, 3 ...).
 *
 * <pre>
 *  u section       series id of the section
 *  u               nanoseconds of the Send's time within its millisecond
 *  per reading:
 *    s point       series id, less the id before it
 *    1 head        bits 0-2 value: 0 none, 1 false, 2 true, 3 int, 4 float, 5 double, 6 text
 *                  bits 3-4 quality: 0 good, 1 uncertain, 2 bad
 *                  bits 5-6 time: 0 the Send's, 1 that of the reading before, 2 its own
 *    [s u]         own time: ms since the Send's ms, nanoseconds within its millisecond
 *    [value]       int: s; float: 4 bytes, when they hold all of the number; double: 8 bytes;
 *                  text: u length, UTF-8. Both floats are IEEE 754, high byte first
 * </pre>
 *
 * <p>A Send of section 1 with five readings, 24 bytes:
 *
 * <pre>
 *  01 00                     section 1, on the millisecond
 *  02 44 ab02 00 43668000    series 2, good, 150 ms earlier, float 230.5
 *  02 2b 05                  series 3, uncertain, same time as before, int -3
 *  02 02                     series 4, good, time of the Send, true
 *  02 06 03 41c3a4           series 5, good, time of the Send, text "A&#228;"
 *  02 10                     series 6, bad, time of the Send, no value
 * </pre>
 *
 * <p>{@code history.db} is another such file, which the thread "history" writes and those who ask
 * read, one at a time. What came within minutes is one row of {@code recent}, all series together,
 * at the end of the file; some hours of that become a round, with a row of {@code chunks} for each
 * series. A tier is 0 readings, 1 minutes, 2 quarters of an hour.
 *
 * <pre>
 *  series(id, path, kind, unit)                 kind: 0 state, 1 whole number, 2 real number
 *  recent(id, rows, least, greatest,            id: tier &lt;&lt; 60 | number. rows: most of a series;
 *    bytes, data, boot)                         least, greatest: times in it, ms since 1970
 *  rounds(id, rows, least, greatest, bytes,     the same; bytes: of all its chunks. boot: as with Sends
 *    boot)
 *  chunks(id, data)                             id: tier &lt;&lt; 60 | number &lt;&lt; 22 | series
 *  user_version 2, application_id "BUSH"
 * </pre>
 *
 * <p>Data is u (how many bytes it is unpacked) and zlib. Unpacked, a chunk is columns; a row of
 * recent is, for each series, u (its id), u (how many bytes follow), columns. Columns are:
 *
 * <pre>
 *  u               rows
 *  s ...           time of each, less that of the row before; of a bucket when it begins
 *  1 ...           quality of each: 0 good, 1 uncertain, 2 bad
 *  u ...           how many values each stands for; 0 for a failed reading
 *  values          the last of each; of buckets then least, greatest and mean (a real number)
 *
 *  values of states and whole numbers: s, less the value before
 *  values of real numbers: 1 width (4 when floats hold all of them, else 8), then of all values,
 *    each XOR the one before, the highest byte, then the next, and so on
 * </pre>
 */
package io.busbar.appliance.store;
