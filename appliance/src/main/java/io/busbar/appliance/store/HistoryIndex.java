package io.busbar.appliance.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/**
 * What pieces the history's file has, whole in memory: some hundreds. A piece is a batch as it was
 * written, or a round, which is many batches sorted by series. Numbers only grow, so the order of
 * numbers is that in which all came, whatever the wall clock did.
 */
final class HistoryIndex {
  /** A row of chunks is a round and a series; a round or a batch is a tier and a number. */
  private static final int SERIES_BITS = 22;

  private static final int TIER_SHIFT = 60;

  /** The greatest number that a series may have. */
  static final long MOST_SERIES = (1L << SERIES_BITS) - 1;

  private final Database db;
  private final Map<Tier, NavigableMap<Long, Piece>> recent = new EnumMap<>(Tier.class);
  private final Map<Tier, NavigableMap<Long, Piece>> rounds = new EnumMap<>(Tier.class);

  /**
   * A piece of one tier.
   *
   * @param number within its tier, batches and rounds together
   * @param rows of each series at the most
   * @param times of its rows
   * @param bytes of its rows in the file
   * @param boot in which its times were counted; 0 when they are right
   */
  record Piece(
      Tier tier, boolean round, long number, int rows, Range times, long bytes, long boot) {
    /**
     * Whether it has times in a range, of which the end is not a part.
     *
     * @param right makes its times right
     */
    boolean meets(long from, long to, LongUnaryOperator right) {
      return tier.corrected(times.greatest(), right) + Math.max(1, tier.step()) > from
          && tier.corrected(times.least(), right) < to;
    }

    /** The number of its row in the table of its kind. */
    long id() {
      return HistoryIndex.id(tier, number);
    }
  }

  /** Milliseconds since 1970, both ends a part. */
  record Range(long least, long greatest) {}

  HistoryIndex(Database db) throws SQLException {
    this.db = db;
    reload();
  }

  private static long id(Tier tier, long number) {
    return tier.number() << TIER_SHIFT | number;
  }

  /** The number of a series' row in the table chunks. */
  static long chunk(Piece round, long series) {
    return round.tier().number() << TIER_SHIFT | round.number() << SERIES_BITS | series;
  }

  /** Reads the tables again: after a rollback some of their rows are gone. */
  void reload() throws SQLException {
    for (Tier tier : Tier.values()) {
      recent.put(tier, pieces("recent", tier));
      rounds.put(tier, pieces("rounds", tier));
    }
  }

  private NavigableMap<Long, Piece> pieces(String table, Tier tier) throws SQLException {
    NavigableMap<Long, Piece> pieces = new TreeMap<>();
    try (PreparedStatement all =
        db.prepare(
            "SELECT id, rows, least, greatest, bytes, boot FROM %s WHERE id BETWEEN ? AND ?"
                .formatted(table))) {
      all.setLong(1, id(tier, 0));
      all.setLong(2, id(tier, (1L << TIER_SHIFT) - 1));
      try (ResultSet row = all.executeQuery()) {
        while (row.next()) {
          long number = row.getLong(1) & ((1L << TIER_SHIFT) - 1);
          Range times = new Range(row.getLong(3), row.getLong(4));
          pieces.put(
              number,
              new Piece(
                  tier,
                  table.equals("rounds"),
                  number,
                  row.getInt(2),
                  times,
                  row.getLong(5),
                  row.getLong(6)));
        }
      }
    }
    return pieces;
  }

  /** The number of the next piece of a tier. */
  long next(Tier tier) {
    NavigableMap<Long, Piece> batches = recent(tier);
    NavigableMap<Long, Piece> old = rounds(tier);
    return 1
        + Math.max(batches.isEmpty() ? 0 : batches.lastKey(), old.isEmpty() ? 0 : old.lastKey());
  }

  void add(Piece piece) {
    (piece.round() ? rounds(piece.tier()) : recent(piece.tier())).put(piece.number(), piece);
  }

  void remove(Piece piece) {
    (piece.round() ? rounds(piece.tier()) : recent(piece.tier())).remove(piece.number());
  }

  /** Batches of a tier, the oldest first. */
  NavigableMap<Long, Piece> recent(Tier tier) {
    return Objects.requireNonNull(recent.get(tier));
  }

  /** Rounds of a tier, the oldest first. */
  NavigableMap<Long, Piece> rounds(Tier tier) {
    return Objects.requireNonNull(rounds.get(tier));
  }

  /** All pieces of a tier, the oldest first. */
  List<Piece> all(Tier tier) {
    List<Piece> all = new ArrayList<>(rounds(tier).values());
    all.addAll(recent(tier).values());
    return all;
  }

  /** What a tier takes of the file, in bytes of rows. */
  long bytes(Tier tier) {
    return all(tier).stream().mapToLong(Piece::bytes).sum();
  }
}
