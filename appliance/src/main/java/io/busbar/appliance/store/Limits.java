package io.busbar.appliance.store;

import java.time.Duration;

/**
 * The numbers that shape the outbox; tests make them small.
 *
 * @param spillNanos age at which an unacknowledged Send is due for the disk; 0 is write-ahead
 * @param fileBytes most bytes of the file
 * @param commitNanos least time between two commits that are not urgent
 * @param commitRows rows that make a commit worth while before that time
 * @param memoryReadings most readings of one connector that wait in memory only; half of it spills
 * @param pageRows most stored Sends of one connector that are read ahead into memory
 * @param sequences how many sequence numbers are reserved in the file at a time
 */
record Limits(
    long spillNanos,
    long fileBytes,
    long commitNanos,
    int commitRows,
    int memoryReadings,
    int pageRows,
    long sequences) {

  /**
   * The numbers for a Pi: 100,000 readings are about 10 MB of heap for each connector, and 200 rows
   * in a commit make 167 bytes on the SD card for a reading where one row makes 10 kB.
   */
  static Limits of(StoreSettings settings) {
    return new Limits(
        settings.spillAfter().toNanos(),
        settings.outboxBytes(),
        Duration.ofSeconds(1).toNanos(),
        200,
        100_000,
        500,
        1_000_000);
  }

  boolean writeAhead() {
    return spillNanos == 0;
  }
}
