package io.busbar.appliance.store;

/**
 * The number of a row of the table {@code sends}: that of its connector in the upper bits, and
 * below it the Send's sequence number. So the rows of a connector lie together in their order, and
 * SQLite adds to the end of a table by its row number at half the pages of any other key.
 */
final class RowNumber {
  /**
   * Enough for the numbers of the year 2242 (SqliteOutbox), and leaves room for 16,383 connectors.
   */
  private static final int SEQUENCE_BITS = 49;

  private static final long GREATEST = (1L << SEQUENCE_BITS) - 1;

  private RowNumber() {}

  /** The row of a Send. */
  static long of(long connector, long sequence) {
    if (sequence < 0 || sequence > GREATEST) {
      throw new IllegalStateException(
          "got sequence number %d, want 0 to %d".formatted(sequence, GREATEST));
    }
    return connector << SEQUENCE_BITS | sequence;
  }

  /** The row that a sequence number would have, or the connector's first or last. */
  static long near(long connector, long sequence) {
    return of(connector, Math.clamp(sequence, 0, GREATEST));
  }

  /** The last row that a connector may have. */
  static long last(long connector) {
    return of(connector, GREATEST);
  }

  /** The sequence number of a row. */
  static long sequence(long row) {
    return row & GREATEST;
  }
}
