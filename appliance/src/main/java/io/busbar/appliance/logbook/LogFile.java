package io.busbar.appliance.logbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log. Records gather in memory and are appended together, without a sync: a power cut may cost
 * the last half minute, and what it tears of the file's end is cut off at the next start. What
 * somebody has read was given to the disk before, so no id is given twice to who has seen it.
 */
final class LogFile {
  private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);
  private static final long GATHER = 30_000_000_000L;
  private static final int MOST_GATHERED = 64_000;
  private static final int LONGEST_TEXT = 1000;
  private static final byte[] NOTHING = {};

  /** More than the longest record and what a power cut may leave of zeros behind it. */
  private static final int TAIL = 1_000_000;

  private final Path file;
  private final Path old;
  private final long bytes;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
  private long gatheredSince;
  private long lastId;

  /** Held while the disk is busy; what gathers meanwhile does not wait for it. */
  private final ReentrantLock disk = new ReentrantLock();

  private byte[] unwritten = NOTHING;
  private long size;
  private boolean failing;

  /**
   * @param bytes most that its two files may take
   */
  LogFile(Path folder, String name, long bytes) {
    this.file = folder.resolve(name + ".log");
    this.old = folder.resolve(name + ".old");
    this.bytes = bytes;
    try {
      Files.createDirectories(folder);
      size = mended();
      lastId = Math.max(lastIdIn(old), lastIdIn(file));
    } catch (IOException e) {
      failed(e);
    }
  }

  /** The id of the newest record; 0 when there never was one. */
  synchronized long lastId() {
    return lastId;
  }

  /**
   * Takes a record; waits for no disk, because whoever logs may hold the tree. While more comes
   * than the disk takes, records are left out, and the gap in their ids shows it.
   */
  synchronized void append(Instant time, Map<String, String> fields, long nanos) {
    if (gathered.size() == 0) {
      gatheredSince = nanos;
    }
    lastId++;
    if (gathered.size() < MOST_GATHERED) {
      gathered.writeBytes(line(new LogRecord(lastId, time, fields)));
    }
  }

  /** Appends to the file what has gathered for long enough, or is much. */
  void flush(long nanos) {
    if (isDue(nanos)) {
      write();
    }
  }

  private synchronized boolean isDue(long nanos) {
    return gathered.size() > MOST_GATHERED / 2
        || (gathered.size() > 0 && nanos - gatheredSince >= GATHER);
  }

  /** Appends to the file what has gathered. */
  void write() {
    disk.lock();
    try {
      byte[] news = unwritten.length > 0 ? unwritten : taken();
      if (news.length > 0) {
        unwritten = news; // Until it is there: the disk may be full only for a while.
        write(news);
        unwritten = NOTHING;
        failing = false;
      }
    } catch (IOException e) {
      failed(e);
    } finally {
      disk.unlock();
    }
  }

  private synchronized byte[] taken() {
    byte[] news = gathered.toByteArray();
    gathered.reset();
    return news;
  }

  private void write(byte[] news) throws IOException {
    if (size > 0 && size + news.length > bytes / 2) {
      Files.move(file, old, StandardCopyOption.ATOMIC_MOVE);
      size = 0;
    }
    Files.write(file, news, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    size += news.length;
  }

  /** The records of a range in their order; those of a file that cannot be read are missing. */
  List<LogRecord> read(LogRange range, Predicate<LogRecord> wanted) {
    write();
    Deque<LogRecord> found = new ArrayDeque<>();
    disk.lock();
    try {
      collect(old, range, wanted, found);
      collect(file, range, wanted, found);
    } catch (IOException e) {
      failed(e);
    } finally {
      disk.unlock();
    }
    return List.copyOf(found);
  }

  private static void collect(
      Path part, LogRange range, Predicate<LogRecord> wanted, Deque<LogRecord> found)
      throws IOException {
    if (!Files.exists(part)) {
      return;
    }
    // Not as UTF-8 at once: one damaged character would make the whole file unreadable.
    try (BufferedReader lines = Files.newBufferedReader(part, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LogRecord record = parse(line);
        if (record != null && range.holds(record) && wanted.test(record)) {
          found.addLast(record);
          if (found.size() > range.last()) {
            found.removeFirst();
          }
        }
      }
    }
  }

  /** Cuts off a torn last line; the size that is left. */
  private long mended() throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      long end = log.length();
      while (end > 0 && at(log, end - 1) != '\n') {
        end--;
      }
      if (end < log.length()) {
        LOG.info("{}: the last record was torn by a power cut and is gone", file);
        log.setLength(end);
      }
      return end;
    }
  }

  private static int at(RandomAccessFile log, long place) throws IOException {
    log.seek(place);
    return log.read();
  }

  /** Looks only at the end of the file, for a start must not read all logs. */
  private static long lastIdIn(Path part) throws IOException {
    if (!Files.exists(part)) {
      return 0;
    }
    byte[] tail;
    try (RandomAccessFile log = new RandomAccessFile(part.toFile(), "r")) {
      int length = (int) Math.min(log.length(), TAIL);
      log.seek(log.length() - length);
      tail = new byte[length];
      log.readFully(tail);
    }
    List<String> lines = new String(tail, StandardCharsets.ISO_8859_1).lines().toList();
    for (String line : lines.reversed()) {
      LogRecord record = parse(line);
      if (record != null) {
        return record.id();
      }
    }
    return 0;
  }

  private void failed(IOException e) {
    if (!failing) {
      failing = true;
      LOG.warn("{}: not written or read: {}; is the disk full or read-only?", file, e.toString());
    }
  }

  private static byte[] line(LogRecord record) {
    ObjectNode line = DocumentSchema.mapper().createObjectNode();
    line.put("id", record.id()).put("time", record.time().toString());
    ObjectNode fields = line.putObject("fields");
    record.fields().forEach((name, text) -> fields.put(name, shortened(text)));
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
  }

  /** Null for a line that is damaged: the records around it still count. */
  private static @Nullable LogRecord parse(String line) {
    try {
      byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
      JsonNode node = DocumentSchema.mapper().readTree(new String(bytes, StandardCharsets.UTF_8));
      Map<String, String> fields = new LinkedHashMap<>();
      node.path("fields").properties().forEach(e -> fields.put(e.getKey(), e.getValue().asText()));
      return new LogRecord(
          node.path("id").asLong(), Instant.parse(node.path("time").asText()), fields);
    } catch (DateTimeParseException | JsonProcessingException e) {
      LOG.debug("a damaged record: {}", line, e);
      return null;
    }
  }
}
