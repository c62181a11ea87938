package io.busbar.appliance.store;

import java.time.Duration;

/**
 * The numbers that shape the history; tests make them small.
 *
 * @param fileBytes most bytes of the file
 * @param everyNanos how often what came is written, so what a power cut may take
 * @param spacingNanos least time between two readings of one variable
 * @param readingsPerSecond how many readings of all variables together are written a second at most
 * @param memoryRows readings and buckets that may wait in memory; half of it is written at once
 * @param roundBytes of batches make a round
 * @param roundRows rows of each series in batches make a round
 */
record HistoryLimits(
    long fileBytes,
    long everyNanos,
    long spacingNanos,
    int readingsPerSecond,
    int memoryRows,
    int roundBytes,
    int roundRows) {

  /** The numbers for a Pi: 60,000 rows are at most 5 MB of heap. */
  static HistoryLimits of(StoreSettings settings) {
    return new HistoryLimits(
        settings.historyBytes(),
        settings.historyEvery().toNanos(),
        Duration.ofMillis(10).toNanos(),
        100,
        60_000,
        500_000,
        300);
  }

  /** Bytes of batches that make a round of a tier: not so many that the ring has few of them. */
  long roundBytes(Tier tier) {
    return Math.min(roundBytes, tier.share(fileBytes) / 8);
  }
}
