package io.busbar.appliance.store;

import io.busbar.appliance.store.Change.Batch;
import io.busbar.appliance.store.Outbox.Dropped;
import io.busbar.appliance.store.Outbox.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads out of a damaged file what can be read, and never changes it. The damage may be anywhere: a
 * lost first page is replaced in a copy by that of a new file, whose tables begin at the same
 * pages; a bad page within a table is jumped over by asking for higher numbers until there is an
 * answer again.
 */
final class Salvage {
  private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);

  private static final int ROWS = 500;
  private static final int MOST_JUMPS = 1000;

  /** A year of sequence numbers (SqliteOutbox): what lies further on is not of this file. */
  private static final long LONGEST_GAP = 1L << 41;

  /** In a database's header: its size in pages, then its first free page and how many there are. */
  private static final int PAGES_AT = 28;

  private final OutboxFile into;
  private final Map<String, Set<Long>> without;
  private final BooleanSupplier hurry;
  private final Map<String, Long> saved = new HashMap<>();

  /**
   * @param into a new file
   * @param without what is acknowledged and need not be saved, by connector
   * @param hurry whether to end now, with what there is
   */
  Salvage(OutboxFile into, Map<String, Set<Long>> without, BooleanSupplier hurry) {
    this.into = into;
    this.without = without;
    this.hurry = hurry;
  }

  /**
   * Saves what can be read.
   *
   * @return how many Sends were saved
   * @throws StoreException the new file cannot be written
   */
  long from(Path damaged) throws StoreException {
    Path copy = damaged.resolveSibling(damaged.getFileName() + ".healed");
    try {
      if (!read(damaged)) {
        heal(damaged, copy);
        if (!read(copy)) {
          LOG.warn("{}: nothing in it can be read", damaged);
        }
      }
    } catch (IOException e) {
      LOG.warn("{}: it cannot be read to its end: {}", damaged, e.toString());
    } finally {
      remove(copy);
    }
    return saved.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns whether its tables can be read at all. */
  private boolean read(Path file) throws StoreException {
    try (Database db = Database.openDamaged(file)) {
      SeriesTable series = new SeriesTable(db);
      Map<Long, String> connectors = connectors(db);
      reserve(db);
      for (Map.Entry<Long, String> connector : connectors.entrySet()) {
        new Reader(db, series, connector.getKey(), connector.getValue()).readAll();
      }
      return !connectors.isEmpty();
    } catch (SQLException e) {
      LOG.debug("{}: its tables cannot be read", file, e);
      return false;
    }
  }

  private static Map<Long, String> connectors(Database db) throws SQLException {
    Map<Long, String> connectors = new HashMap<>();
    try (PreparedStatement all = db.prepare("SELECT id, name FROM connectors");
        ResultSet row = all.executeQuery()) {
      while (row.next()) {
        connectors.put(row.getLong(1), row.getString(2));
      }
    }
    return connectors;
  }

  /**
   * How rows are asked for by their connector, the number they follow, and how many. The first
   * three versions have keys of two columns, the first two of these no column for the boot.
   */
  private static String select(Database db) throws SQLException {
    if (hasColumn(db, "id")) {
      return "SELECT id, time, payload, boot FROM sends WHERE id > ? AND id <= ? ORDER BY id LIMIT ?";
    }
    return "SELECT seq, time, payload, %s FROM sends WHERE seq > ? AND connector = ? ORDER BY seq LIMIT ?"
        .formatted(hasColumn(db, "boot") ? "boot" : "NULL");
  }

  private static boolean hasColumn(Database db, String name) throws SQLException {
    return db.number("SELECT count(*) FROM pragma_table_info('sends') WHERE name = '" + name + "'")
        == 1;
  }

  private void reserve(Database db) throws StoreException {
    try {
      write(List.of(), db.number("SELECT value FROM meta WHERE key = 'reserve'"));
    } catch (SQLException e) {
      LOG.debug("the clock alone guards against numbers given twice", e);
    }
  }

  private void write(List<Batch> batches, long reserve) throws StoreException {
    into.commit(new Change(List.of(), batches, reserve));
  }

  /** One connector's rows, from the first on, over all gaps. */
  private final class Reader {
    private final Database db;
    private final SeriesTable series;
    private final long id;
    private final String connector;
    private final String select;
    private final boolean byNumber;
    private int jumps;

    Reader(Database db, SeriesTable series, long id, String connector) throws SQLException {
      this.db = db;
      this.select = select(db);
      this.byNumber = hasColumn(db, "id");
      this.series = series;
      this.id = id;
      this.connector = connector;
    }

    void readAll() throws StoreException {
      long after = 0;
      while (!hurry.getAsBoolean()) {
        List<Entry> entries = new ArrayList<>();
        boolean whole = read(after, ROWS, entries);
        save(entries);
        long last = entries.isEmpty() ? after : entries.getLast().sequence();
        boolean end = whole && entries.size() < ROWS;
        long next = end ? hidden(last) : whole ? last : jump(last);
        if (next < 0) {
          return;
        }
        after = next;
      }
    }

    /** Returns false when it came upon damage; the rows before are in the list all the same. */
    private boolean read(long after, int most, List<Entry> entries) {
      try (PreparedStatement rows = db.prepare(select)) {
        rows.setLong(1, byNumber ? RowNumber.near(id, after) : after);
        rows.setLong(2, byNumber ? RowNumber.last(id) : id);
        rows.setInt(3, most);
        try (ResultSet row = rows.executeQuery()) {
          while (row.next()) {
            long sequence = byNumber ? RowNumber.sequence(row.getLong(1)) : row.getLong(1);
            if (!entries.isEmpty() && sequence <= entries.getLast().sequence()) {
              // A spoilt key; of which of the two nobody knows, and the one before leads astray.
              entries.removeLast();
              return false;
            }
            entries.add(
                new Entry(
                    sequence,
                    SendCodec.decode(
                        connector, row.getLong(2), row.getBytes(3), row.getLong(4), series)));
          }
        }
        return true;
      } catch (SQLException | StoreException e) {
        LOG.debug("{}: a gap after {}", connector, after, e);
        return false;
      }
    }

    /**
     * The least number from which on there is an answer again.
     *
     * @return -1 when there is none
     */
    private long jump(long bad) {
      if (++jumps > MOST_JUMPS) {
        return -1;
      }
      long low = bad;
      long step = 1;
      while (!answers(bad + step)) {
        low = bad + step;
        step *= 2;
        if (step > Long.MAX_VALUE / 4) {
          return -1;
        }
      }
      long high = bad + step;
      while (high - low > 1) {
        long middle = low + (high - low) / 2;
        if (answers(middle)) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return high;
    }

    /**
     * A page whose keys are spoilt may look like the end of the rows. The least number from which
     * on there are more, which only a search from the top finds.
     *
     * @return -1 when this is the end
     */
    private long hidden(long end) {
      long low = end;
      for (long step = 1; step < LONGEST_GAP; step *= 2) {
        if (hasMore(end + step)) {
          return ++jumps > MOST_JUMPS ? -1 : leastWithMore(low, end + step);
        }
        low = end + step;
      }
      return -1;
    }

    private long leastWithMore(long without, long with) {
      long low = without;
      long high = with;
      while (high - low > 1) {
        long middle = low + (high - low) / 2;
        if (hasMore(middle)) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return high;
    }

    private boolean hasMore(long after) {
      List<Entry> one = new ArrayList<>();
      return read(after, 1, one) && !one.isEmpty();
    }

    private boolean answers(long after) {
      return read(after, 1, new ArrayList<>());
    }

    private void save(List<Entry> entries) throws StoreException {
      Set<Long> superfluous = without.getOrDefault(connector, Set.of());
      List<Entry> wanted =
          entries.stream().filter(entry -> !superfluous.contains(entry.sequence())).toList();
      if (!wanted.isEmpty()) {
        write(
            List.of(new Batch(connector, List.of(), wanted, Dropped.NONE)),
            wanted.getLast().sequence() + 1);
        saved.merge(connector, (long) wanted.size(), Long::sum);
      }
    }
  }

  /** A copy with the first page of a new file, in which everything begins where it did in this. */
  private static void heal(Path damaged, Path copy) throws IOException, StoreException {
    Files.copy(damaged, copy, StandardCopyOption.REPLACE_EXISTING);
    Path wal = damaged.resolveSibling(damaged.getFileName() + "-wal");
    if (Files.exists(wal)) {
      Files.copy(wal, copy.resolveSibling(copy.getFileName() + "-wal"));
    }
    Path sample = damaged.resolveSibling(damaged.getFileName() + ".sample");
    byte[] first = new byte[Database.PAGE_BYTES];
    try {
      Database.open(sample, Schema.OUTBOX, 1 << 20, point -> {}).close();
      try (RandomAccessFile page = new RandomAccessFile(sample.toFile(), "r")) {
        page.readFully(first);
      }
    } finally {
      remove(sample);
    }
    try (RandomAccessFile page = new RandomAccessFile(copy.toFile(), "rw")) {
      page.write(first);
      page.seek(PAGES_AT);
      page.writeInt((int) (page.length() / Database.PAGE_BYTES));
      page.writeLong(0);
    }
  }

  private static void remove(Path file) {
    for (String part : List.of("", "-wal", "-shm")) {
      try {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + part));
      } catch (IOException e) {
        LOG.warn("{} is left over: {}", file, e.toString());
      }
    }
  }
}
