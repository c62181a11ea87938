package io.busbar.appliance.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
 * @param ballastBytes of the file that makes room when the disk is full
 * @param giveUp what goes when the bytes are used up
 */
record Limits(
    long spillNanos,
    long fileBytes,
    long commitNanos,
    int commitRows,
    int memoryReadings,
    int pageRows,
    long sequences,
    long ballastBytes,
    GiveUp giveUp) {

  /**
   * What goes when the bytes are used up.
   *
   * @param rule one of {@link StoreSettings}' words
   * @param thinEvery thinning keeps one of so many readings
   * @param age what is older goes anyway; null for no such limit
   */
  record GiveUp(String rule, int thinEvery, @Nullable Duration age) {
    /** Only the oldest, and only when it must. */
    static final GiveUp OLDEST = new GiveUp(StoreSettings.DROP_OLDEST, 2, null);
  }

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
        2000,
        1_000_000,
        8_000_000,
        new GiveUp(settings.whenFull(), settings.thinEvery(), settings.outboxAge()));
  }

  boolean writeAhead() {
    return spillNanos == 0;
  }
}
