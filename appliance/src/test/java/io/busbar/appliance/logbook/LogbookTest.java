package io.busbar.appliance.logbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Schedule;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogbookTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");

  private final AtomicLong nanos = new AtomicLong(-5);
  private final ProcessTree tree = new ProcessTree(nanos::get);
  private final Schedule schedule = new Schedule(AssertionError::new);
  private Instant now = T0;
  private boolean timeKnown = true;
  @TempDir Path folder;
  private Logbook book;

  @BeforeEach
  void open() {
    book = new Logbook(folder.resolve("logs"), () -> now, () -> timeKnown, nanos::get, tree);
  }

  @Test
  void recordsHaveGrowingIdsTheirTimeAndTheirFieldsInOrder() {
    book.append("Event", Map.of("text", "Tür \"auf\"\n"));
    now = T0.plusSeconds(1);
    book.append("Event", Map.of("text", "zu"));
    assertEquals(
        List.of(
            new LogRecord(1, T0, Map.of("text", "Tür \"auf\"\n")),
            new LogRecord(2, T0.plusSeconds(1), Map.of("text", "zu"))),
        read(LogRange.last(10)));
    assertEquals(List.of(), book.read("Login", LogRange.last(10)));
    assertNull(book.read("Nothing", LogRange.last(10)));
  }

  @Test
  void aRecordSaysThatItsTimeWasOnlyCounted() {
    timeKnown = false;
    book.append("Event", Map.of("text", "auf"));
    timeKnown = true;
    book.append("Event", Map.of("text", "zu"));
    assertEquals(
        List.of(
            new LogRecord(1, T0, Map.of("text", "auf", "clock", "unknown")),
            new LogRecord(2, T0, Map.of("text", "zu"))),
        read(LogRange.last(10)));
  }

  @Test
  void rangesGoByIdByTimeAndByTheNewest() {
    for (int i = 0; i < 10; i++) {
      now = T0.plusSeconds(i);
      book.append("Event", Map.of());
    }
    assertEquals(List.of(9L, 10L), ids(LogRange.last(2)));
    assertEquals(List.of(3L, 4L, 5L), ids(LogRange.ids(3, 5)));
    assertEquals(List.of(3L, 4L), ids(LogRange.times(T0.plusSeconds(2), T0.plusSeconds(3))));
    assertEquals(List.of(4L, 5L), ids(new LogRange(null, 5L, null, null, 2)));
    assertEquals(List.of(), ids(LogRange.ids(11, 20)));
  }

  @Test
  void idsGoOnAfterARestart() {
    book.append("Event", Map.of());
    book.close();
    open();
    book.append("Event", Map.of());
    assertEquals(List.of(1L, 2L), ids(LogRange.last(9)));
    assertEquals(2, book.counters().getOrDefault("Event", -1L));
  }

  @Test
  void whatAPowerCutToreIsCutOffAndTheRestStays() throws IOException {
    book.append("Event", Map.of("n", "1"));
    book.append("Event", Map.of("n", "2"));
    book.close();
    Path file = folder.resolve("logs/Event.log");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      open();
      long kept = book.counters().getOrDefault("Event", -1L);
      book.append("Event", Map.of("n", "new"));
      assertEquals(LongStream.rangeClosed(1, kept + 1).boxed().toList(), ids(LogRange.last(9)));
      assertEquals(length >= whole.length / 2 ? 1 : 0, kept, "cut at " + length);
    }
  }

  @Test
  void aDamagedRecordCostsOnlyItself() throws IOException {
    book.append("Event", Map.of());
    book.close();
    Files.writeString(
        folder.resolve("logs/Event.log"), "\0\0\0 {\"id\":\n", StandardOpenOption.APPEND);
    open();
    book.append("Event", Map.of());
    assertEquals(List.of(1L, 2L), ids(LogRange.last(9)));
  }

  @Test
  void aLogTakesNoMoreOfTheDiskThanItMayAndKeepsTheNewest() throws IOException {
    book.define(List.of(new LogSettings("Data", 10_000, null, List.of())), schedule);
    for (int i = 0; i < 2000; i++) {
      book.append("Data", Map.of("text", "record " + i));
      book.flush();
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      assertTrue(size("Data.log") + size("Data.old") <= 10_000);
    }
    List<LogRecord> found = book.read("Data", LogRange.last(LogRange.MOST));
    assertNotNull(found);
    assertEquals(2000, found.getLast().id());
    assertTrue(found.size() > 50, "got " + found.size());
    assertEquals(found.size() - 1, found.getLast().id() - found.getFirst().id());
  }

  @Test
  void theDiskIsNotTouchedForEachRecord() throws IOException {
    for (int i = 0; i < 20; i++) {
      book.append("Event", Map.of());
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      book.flush();
    }
    assertFalse(Files.exists(folder.resolve("logs/Event.log")));
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    book.flush();
    assertEquals(20, Files.readAllLines(folder.resolve("logs/Event.log")).size());
  }

  @Test
  void aFloodIsBoundedAndLeavesAGapInTheIds() {
    for (int i = 0; i < 100_000; i++) {
      book.append("Event", Map.of("text", "flood"));
    }
    int kept = read(LogRange.last(LogRange.MOST)).size();
    assertTrue(kept > 100 && kept < 2000, "got " + kept);
    book.append("Event", Map.of());
    assertEquals(List.of(100_001L), ids(LogRange.last(1)));
  }

  @Test
  void aRecordOfAUsersLogHoldsTheValuesOfItsVariables() {
    DataPoint power = new DataPoint("D", "power", ValueType.REAL, "W", "");
    DataPoint energy = new DataPoint("D", "energy", ValueType.INT, "Wh", "");
    tree.define("B", List.of(new Device("D", List.of(power, energy))))
        .accept(List.of(Sample.good(power, new Value.Real(1.5), T0)));
    book.define(
        List.of(
            new LogSettings(
                "Data",
                1_000_000,
                null,
                List.of(
                    new LogSettings.Point("P", "/Process/B/D/power"),
                    new LogSettings.Point("E", "/Process/B/D/energy")))),
        schedule);
    book.append("Data", Map.of("event", "Full"));
    List<LogRecord> found = book.read("Data", LogRange.last(1));
    assertNotNull(found);
    assertEquals(Map.of("P", "1.5", "E", "", "event", "Full"), found.getFirst().fields());
    assertEquals(List.of("P", "E", "event"), List.copyOf(found.getFirst().fields().keySet()));
    assertEquals(
        List.of("SupportLog", "Event", "Login", "JobReport", "Audit", "Data"), book.names());
  }

  @Test
  void aDiskThatRefusesKeepsTheRecordsUntilItTakesThem() throws IOException {
    Path file = folder.resolve("logs/Event.log");
    Files.createDirectory(file);
    book.append("Event", Map.of());
    assertEquals(List.of(), ids(LogRange.last(9)));
    Files.delete(file);
    assertEquals(List.of(1L), ids(LogRange.last(9)));
  }

  private List<LogRecord> read(LogRange range) {
    List<LogRecord> found = book.read("Event", range);
    assertNotNull(found);
    return found;
  }

  private List<Long> ids(LogRange range) {
    return read(range).stream().map(LogRecord::id).toList();
  }

  private long size(String file) throws IOException {
    Path path = folder.resolve("logs").resolve(file);
    return Files.exists(path) ? Files.size(path) : 0;
  }
}
