package io.busbar.appliance.store;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.HistoryIndex.Piece;
import io.busbar.appliance.store.HistoryIndex.Range;
import io.busbar.appliance.store.Track.SeriesKey;
import io.busbar.appliance.store.Track.Taken;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SQLite file of the history. What came within minutes is added as one batch, at the end of the
 * file; when there are enough batches of a tier they become a round, in which each series has a row
 * of its own. The oldest round of a tier goes when the tier has more than its share. The caller
 * keeps threads apart.
 */
final class HistoryFile implements AutoCloseable {
  /** What SQLite needs for a row besides its bytes. */
  private static final int ROW_BYTES = 16;

  /** Batches of a quiet appliance become a round at last, too. */
  private static final int MOST_BATCHES = 300;

  private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);

  private final HistoryLimits limits;
  private final Boots boots;
  private final Database db;
  private final HistoryIndex index;
  private final Map<Long, SeriesKey> keys = new TreeMap<>();
  private final Map<SeriesKey, Long> numbers = new LinkedHashMap<>();
  private boolean foundDamage;

  /**
   * Opens the file or makes a new one.
   *
   * @param boots whose times are known
   * @throws StoreException DAMAGED when what lies there is no history of this version
   */
  HistoryFile(Path path, HistoryLimits limits, Boots boots, FailPoints failPoints)
      throws StoreException {
    this.limits = limits;
    this.boots = boots;
    this.db = Database.open(path, Schema.HISTORY, limits.fileBytes(), failPoints);
    try {
      this.index = new HistoryIndex(db);
      reload();
    } catch (SQLException e) {
      StoreException failure = new StoreException(e);
      try {
        db.close();
      } catch (StoreException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
  }

  private void reload() throws SQLException {
    keys.clear();
    numbers.clear();
    try (PreparedStatement all = db.prepare("SELECT id, path, kind, unit FROM series");
        ResultSet row = all.executeQuery()) {
      while (row.next()) {
        keep(
            row.getLong(1),
            new SeriesKey(row.getString(2), Kind.ofCode(row.getLong(3)), row.getString(4)));
      }
    }
  }

  private void keep(long number, SeriesKey key) {
    keys.put(number, key);
    numbers.put(key, number);
  }

  /** The path of every series; one may come twice. */
  List<String> paths() {
    return keys.values().stream().map(SeriesKey::path).toList();
  }

  /** The series of a path, the newest last. */
  List<SeriesKey> keys(String path) {
    return keys.values().stream().filter(key -> key.path().equals(path)).toList();
  }

  /** Adds what came; then, where it is time, makes rounds and gives up the oldest. */
  void write(Recorder.Batch batch) throws StoreException {
    addMakingRoom(batch);
    for (Tier tier : Tier.values()) {
      if (wantsRound(tier)) {
        inTransaction(() -> round(tier));
      }
      while (index.bytes(tier) > tier.share(limits.fileBytes()) && dropOldest(tier)) {
        LOG.debug("the oldest round of {} goes", tier.word());
      }
    }
  }

  private void addMakingRoom(Recorder.Batch batch) throws StoreException {
    while (true) {
      try {
        inTransaction(() -> add(batch));
        return;
      } catch (StoreException e) {
        if (e.kind() != StoreException.Kind.FULL || !dropFullest()) {
          throw e;
        }
      }
    }
  }

  private boolean add(Recorder.Batch batch) throws SQLException, StoreException {
    for (Tier tier : Tier.values()) {
      Map<Long, Columns> bySeries = new TreeMap<>();
      for (Taken taken : batch.all()) {
        Columns columns = Objects.requireNonNull(taken.columns().get(tier));
        if (columns.size() > 0) {
          bySeries
              .computeIfAbsent(number(taken.key()), _ -> new Columns(tier.buckets()))
              .addAll(columns);
        }
      }
      if (!bySeries.isEmpty()) {
        addRecent(tier, batch.boot(), bySeries);
      }
    }
    return true;
  }

  private void addRecent(Tier tier, long boot, Map<Long, Columns> bySeries) throws SQLException {
    Leb.Out out = new Leb.Out();
    bySeries.forEach((series, columns) -> {
      byte[] bytes = ColumnsCodec.encode(columns, key(series).kind());
      out.unsigned(series);
      out.unsigned(bytes.length);
      out.bytes(bytes);
    });
    byte[] data = ColumnsCodec.pack(out.toArray());
    Piece piece = piece(tier, false, boot, bySeries, data.length + ROW_BYTES);
    try (PreparedStatement insert =
        db.prepare(
            "INSERT INTO recent(id, rows, least, greatest, bytes, boot, data)"
                + " VALUES(?, ?, ?, ?, ?, nullif(?, 0), ?)")) {
      describe(piece, insert);
      insert.setBytes(7, data);
      insert.executeUpdate();
    }
    index.add(piece);
  }

  private static void describe(Piece piece, PreparedStatement insert) throws SQLException {
    insert.setLong(1, piece.id());
    insert.setInt(2, piece.rows());
    insert.setLong(3, piece.times().least());
    insert.setLong(4, piece.times().greatest());
    insert.setLong(5, piece.bytes());
    insert.setLong(6, piece.boot());
  }

  private Piece piece(
      Tier tier, boolean round, long boot, Map<Long, Columns> bySeries, long bytes) {
    int rows = 0;
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (Columns columns : bySeries.values()) {
      rows = Math.max(rows, columns.size());
      for (int row = 0; row < columns.size(); row++) {
        least = Math.min(least, columns.time(row));
        greatest = Math.max(greatest, columns.time(row));
      }
    }
    return new Piece(tier, round, index.next(tier), rows, new Range(least, greatest), bytes, boot);
  }

  private boolean wantsRound(Tier tier) {
    var batches = index.recent(tier).values();
    long rows = batches.stream().mapToLong(Piece::rows).sum();
    long bytes = batches.stream().mapToLong(Piece::bytes).sum();
    return rows >= limits.roundRows()
        || bytes >= limits.roundBytes(tier)
        || batches.size() >= MOST_BATCHES;
  }

  private boolean round(Tier tier) throws SQLException, StoreException {
    List<Piece> batches = new ArrayList<>();
    for (Piece batch : List.copyOf(index.recent(tier).values())) {
      if (!batches.isEmpty() && unknown(batch) != unknown(batches.getFirst())) {
        round(tier, batches);
        batches.clear();
      }
      batches.add(batch);
    }
    round(tier, batches);
    return true;
  }

  /** The boot whose times are not known still; 0 when what is read of a piece is right. */
  private long unknown(Piece piece) {
    return boots.of(piece.boot()) instanceof Boots.Known.Right ? Send.TIME_IS_RIGHT : piece.boot();
  }

  /** One of batches whose times are all right, or counted in one boot. */
  private void round(Tier tier, List<Piece> batches) throws SQLException {
    Map<Long, Columns> bySeries = new TreeMap<>();
    for (Piece batch : batches) {
      decode(batch, null)
          .forEach((series, columns) ->
              bySeries.computeIfAbsent(series, _ -> new Columns(tier.buckets())).addAll(columns));
    }
    if (tier.buckets()) {
      bySeries.replaceAll((series, columns) -> columns.joined(key(series).kind()));
    }
    if (!bySeries.isEmpty()) {
      addRound(tier, unknown(batches.getFirst()), bySeries);
    }
    for (Piece batch : batches) {
      db.update("DELETE FROM recent WHERE id = ?1", batch.id());
      index.remove(batch);
    }
  }

  private void addRound(Tier tier, long boot, Map<Long, Columns> bySeries) throws SQLException {
    Map<Long, byte[]> chunks = new TreeMap<>();
    bySeries.forEach((series, columns) ->
        chunks.put(series, ColumnsCodec.pack(ColumnsCodec.encode(columns, key(series).kind()))));
    long bytes = chunks.values().stream().mapToLong(data -> data.length + ROW_BYTES).sum();
    Piece piece = piece(tier, true, boot, bySeries, bytes);
    try (PreparedStatement insert = db.prepare("INSERT INTO chunks VALUES(?, ?)")) {
      for (Map.Entry<Long, byte[]> chunk : chunks.entrySet()) {
        insert.setLong(1, HistoryIndex.chunk(piece, chunk.getKey()));
        insert.setBytes(2, chunk.getValue());
        insert.executeUpdate();
      }
    }
    try (PreparedStatement insert =
        db.prepare("INSERT INTO rounds VALUES(?, ?, ?, ?, ?, nullif(?, 0))")) {
      describe(piece, insert);
      insert.executeUpdate();
    }
    index.add(piece);
  }

  /** When the file itself is full, the tier goes first that has most of its share. */
  private boolean dropFullest() throws StoreException {
    List<Tier> fullest = new ArrayList<>(List.of(Tier.values()));
    fullest.sort(
        Comparator.comparingDouble(
            tier -> -(double) index.bytes(tier) / Math.max(1, tier.share(limits.fileBytes()))));
    for (Tier tier : fullest) {
      if (dropOldest(tier)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether there was one. */
  private boolean dropOldest(Tier tier) throws StoreException {
    if (index.rounds(tier).isEmpty()) {
      return false;
    }
    Piece oldest = index.rounds(tier).firstEntry().getValue();
    return inTransaction(() -> {
      db.update(
          "DELETE FROM chunks WHERE id BETWEEN ?1 AND ?2",
          HistoryIndex.chunk(oldest, 0),
          HistoryIndex.chunk(oldest, HistoryIndex.MOST_SERIES));
      db.update("DELETE FROM rounds WHERE id = ?1", oldest.id());
      index.remove(oldest);
      return true;
    });
  }

  /** The first round of a tier after a number; null when there is none. */
  @Nullable Piece roundAfter(Tier tier, long number, long from, long to) {
    return index.rounds(tier).tailMap(number, false).values().stream()
        .filter(piece -> meets(piece, from, to))
        .findFirst()
        .orElse(null);
  }

  /** The batches of a tier that have times in a range, the oldest first. */
  List<Piece> batches(Tier tier, long from, long to) {
    return index.recent(tier).values().stream().filter(piece -> meets(piece, from, to)).toList();
  }

  private boolean meets(Piece piece, long from, long to) {
    return piece.meets(from, to, History.right(boots, piece.boot()));
  }

  /** The pieces of a tier that have times in a range, the oldest first. */
  List<Piece> pieces(Tier tier, long from, long to) {
    return index.all(tier).stream().filter(piece -> meets(piece, from, to)).toList();
  }

  /** What a piece has of a series; a piece that is damaged or has gone meanwhile has nothing. */
  Columns read(Piece piece, SeriesKey key) throws StoreException {
    Long series = numbers.get(key);
    Columns none = new Columns(piece.tier().buckets());
    if (series == null) {
      return none;
    }
    try {
      if (!piece.round()) {
        return decode(piece, series).getOrDefault(series, none);
      }
      byte[] data = data("SELECT data FROM chunks WHERE id = ?", HistoryIndex.chunk(piece, series));
      return data == null ? none : unpacked(piece, data, key.kind(), none);
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private Columns unpacked(Piece piece, byte[] data, Kind kind, Columns none) {
    try {
      return corrected(
          piece, ColumnsCodec.decode(ColumnsCodec.unpack(data), kind, piece.tier().buckets()));
    } catch (StoreException e) {
      tellOfDamage(piece, e);
      return none;
    }
  }

  /** No row is written again when the time becomes known: it is made right where it is read. */
  private Columns corrected(Piece piece, Columns columns) {
    if (piece.boot() != Send.TIME_IS_RIGHT) {
      LongUnaryOperator right = History.right(boots, piece.boot());
      columns.retime(time -> piece.tier().corrected(time, right));
    }
    return columns;
  }

  /**
   * What is in a batch.
   *
   * @param only this series; null for all
   */
  private Map<Long, Columns> decode(Piece batch, @Nullable Long only) throws SQLException {
    Map<Long, Columns> found = new TreeMap<>();
    byte[] data = data("SELECT data FROM recent WHERE id = ?", batch.id());
    if (data == null) {
      return found;
    }
    try {
      ByteBuffer in = ColumnsCodec.unpack(data);
      while (in.hasRemaining()) {
        long series = Leb.unsigned(in);
        int length = Math.clamp(Leb.unsigned(in), 0, in.remaining());
        SeriesKey key = keys.get(series);
        if (key != null && (only == null || only == series)) {
          ByteBuffer part = in.slice(in.position(), length);
          Columns columns = ColumnsCodec.decode(part, key.kind(), batch.tier().buckets());
          found.put(series, corrected(batch, columns));
        }
        in.position(in.position() + length);
      }
    } catch (StoreException | BufferUnderflowException e) {
      tellOfDamage(batch, e);
    }
    return found;
  }

  private void tellOfDamage(Piece piece, Exception e) {
    if (!foundDamage) {
      foundDamage = true;
      LOG.warn(
          "the history from {} to {} is damaged in part and left out: {}",
          Instant.ofEpochMilli(piece.times().least()),
          Instant.ofEpochMilli(piece.times().greatest()),
          e.toString());
    }
  }

  private byte @Nullable [] data(String sql, long id) throws SQLException {
    try (PreparedStatement select = db.prepare(sql)) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getBytes(1) : null;
      }
    }
  }

  private SeriesKey key(long series) {
    return Objects.requireNonNull(keys.get(series));
  }

  private long number(SeriesKey key) throws SQLException {
    Long known = numbers.get(key);
    if (known != null) {
      return known;
    }
    try (PreparedStatement insert =
        db.prepare("INSERT INTO series(path, kind, unit) VALUES(?, ?, ?) RETURNING id")) {
      insert.setString(1, key.path());
      insert.setInt(2, key.kind().code());
      insert.setString(3, key.unit());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        long number = row.getLong(1);
        keep(number, key);
        return number;
      }
    }
  }

  private <T> T inTransaction(Database.Work<T> work) throws StoreException {
    return db.inTransaction(
        work,
        () -> {
          index.reload();
          reload();
        });
  }

  @Override
  public void close() throws StoreException {
    db.close();
  }
}
