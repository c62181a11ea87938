package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a history when there is no room for all of it, or its file is damaged. */
class HistoryRingTest {
  private static final Instant EVER = Instant.EPOCH;
  private static final Instant NEVER = Instant.parse("2200-01-01T00:00:00Z");

  @TempDir Path folder;

  @TempDir(factory = InMemory.class)
  Path memory;

  private boolean mounted;

  @AfterEach
  void unmount() throws Exception {
    assertTrue(!mounted || succeeds("umount", folder.toString()));
  }

  @Test
  void theOldestGoesFinestFirstAndTheFileKeepsToItsBytes() throws Exception {
    Path file = memory.resolve("history.db");
    HistoryLimits limits =
        new HistoryLimits(
            1_000_000, 60_000_000_000L, HistoryBed.SPACING, 1000, 20_000, 500_000, 300);
    HistoryBed bed = new HistoryBed(file, limits, 20);
    Random random = new Random(1);
    int count = 0;
    for (int minute = 0; minute < 4000; minute++) {
      for (int i = 0; i < 6; i++) {
        bed.pass(10_000);
        bed.came(block(bed, 20, random, count++));
      }
      bed.history.tick();
      assertTrue(Files.size(file) <= 1_000_000, "it is " + Files.size(file));
    }
    assertNull(bed.history.alarm());
    List<Row> raw = bed.rows(HistoryBed.INT, "raw", EVER, NEVER);
    long oldest = ((Long) Objects.requireNonNull(raw.getFirst().value()));
    assertEquals(
        LongStream.range(oldest, count).boxed().toList(), raw.stream().map(Row::value).toList());
    assertTrue(oldest > 0);
    Instant minutes = bed.rows(HistoryBed.INT, "1m", EVER, NEVER).getFirst().time();
    Instant quarters = bed.rows(HistoryBed.INT, "15m", EVER, NEVER).getFirst().time();
    assertTrue(minutes.isBefore(raw.getFirst().time()));
    assertTrue(quarters.isBefore(minutes));
    Instant begin = quarters.plusSeconds(900);
    Instant end = Instant.ofEpochMilli(bed.millis + 1);
    Chart chart = Objects.requireNonNull(bed.history.chart(HistoryBed.INT, begin, end, 1500));
    assertTrue(chart.points().size() > 200 && chart.points().size() <= 1500);
    assertEquals(
        chart.points().stream().map(Chart.Point::time).sorted().toList(),
        chart.points().stream().map(Chart.Point::time).toList());
    bed.history.close();
  }

  private static List<Sample> block(HistoryBed bed, int more, Random random, long count) {
    List<Sample> block = new ArrayList<>();
    block.add(bed.sample(HistoryBed.INT, new Value.Int(count)));
    for (int i = 0; i < more; i++) {
      block.add(
          bed.sample(
              "/Process/B/D/more" + i, new Value.Real((float) (230 + random.nextGaussian()))));
    }
    return block;
  }

  @Test
  void aDamagedFileIsMovedAsideAndTheRecordingGoesOn() throws Exception {
    Path file = memory.resolve("history.db");
    HistoryBed bed = new HistoryBed(file, HistoryBed.LIMITS);
    bed.came(HistoryBed.INT, new Value.Int(1));
    bed.history.close();
    byte[] damaged = Files.readAllBytes(file);
    Arrays.fill(damaged, 0, 100, (byte) 0);
    Files.write(file, damaged);

    HistoryBed again = new HistoryBed(file, HistoryBed.LIMITS);
    String alarm = Objects.requireNonNull(again.history.alarm());
    assertTrue(alarm.contains("history.db.damaged-20261121T054724Z"), alarm);
    again.came(HistoryBed.INT, new Value.Int(2));
    again.history.write();
    assertEquals(
        List.of(2L),
        again.rows(HistoryBed.INT, "raw", EVER, NEVER).stream().map(Row::value).toList());
    again.history.close();
  }

  @Test
  void aRowThatTurnsBadCostsOnlyWhatIsInIt() throws Exception {
    Path file = memory.resolve("history.db");
    HistoryBed bed = new HistoryBed(file, HistoryBed.LIMITS, 5);
    Random random = new Random(2);
    for (int count = 0; count < 3000; count++) {
      bed.pass(1000);
      bed.came(block(bed, 5, random, count));
      bed.history.tick();
    }
    bed.history.close();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement change = db.createStatement()) {
      change.execute(
          "UPDATE chunks SET data = zeroblob(length(data)) WHERE id IN (SELECT id FROM chunks"
              + " LIMIT 2 OFFSET 20)");
      change.execute(
          "UPDATE recent SET data = substr(data, 1, length(data) - 2) || x'0000' WHERE id ="
              + " (SELECT min(id) FROM recent)");
    }
    HistoryBed again = new HistoryBed(file, HistoryBed.LIMITS, 5);
    int left = 0;
    for (int i = 0; i < 5; i++) {
      left += again.rows("/Process/B/D/more" + i, "raw", EVER, NEVER).size();
    }
    assertTrue(left > 13_000 && left < 15_000, left + " of 15000 are left");
    assertNull(again.history.alarm());
    again.came(HistoryBed.INT, new Value.Int(5000));
    again.history.write();
    List<Row> rows = again.rows(HistoryBed.INT, "raw", EVER, NEVER);
    assertEquals(5000L, rows.getLast().value());
    again.history.close();
  }

  @Test
  void onADiskThatFillsUpTheHistoryStopsThenGoesAndComesBack() throws Exception {
    mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=32m", "none", folder.toString());
    Assumptions.assumeTrue(mounted, "only root can mount a disk");
    Path file = folder.resolve("history.db");
    HistoryBed bed = new HistoryBed(file, HistoryBed.LIMITS);
    record(bed, 1);
    assertNull(bed.history.alarm());
    Path stuff = folder.resolve("stuff");
    Files.write(stuff, new byte[26 << 20]);
    record(bed, 2);
    assertTrue(Objects.requireNonNull(bed.history.alarm()).contains("is nearly full. Make room"));
    Files.write(stuff, new byte[29 << 20]);
    record(bed, 3);
    assertTrue(Objects.requireNonNull(bed.history.alarm()).contains("no history is recorded"));
    assertEquals(List.of(1L, 2L), ints(bed));
    Files.write(stuff, new byte[31 << 20]);
    record(bed, 4);
    assertTrue(Objects.requireNonNull(bed.history.alarm()).contains("the history was given up"));
    assertFalse(Files.exists(file));
    Files.delete(stuff);
    record(bed, 5);
    assertNull(bed.history.alarm());
    assertEquals(List.of(5L), ints(bed));
    bed.history.close();
  }

  @Test
  void aReadOnlyDiskIsWaitedFor() throws Exception {
    mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=32m", "none", folder.toString());
    Assumptions.assumeTrue(mounted, "only root can mount a disk");
    HistoryBed bed = new HistoryBed(folder.resolve("history.db"), HistoryBed.LIMITS);
    record(bed, 1);
    bed.history.close();
    assertTrue(succeeds("mount", "-o", "remount,ro", folder.toString()));
    bed.restart();
    record(bed, 2);
    assertTrue(Objects.requireNonNull(bed.history.alarm()).contains("can be written"));
    assertTrue(ints(bed).contains(2L), "it waits in memory and is shown");
    assertTrue(succeeds("mount", "-o", "remount,rw", folder.toString()));
    record(bed, 3);
    assertNull(bed.history.alarm());
    assertEquals(List.of(1L, 2L, 3L), ints(bed));
    bed.history.close();
  }

  @Test
  void aPageThatTurnsBadWhileRunningIsToldAndTheRecordingGoesOn() throws Exception {
    Path file = memory.resolve("history.db");
    HistoryBed bed = new HistoryBed(file, HistoryBed.LIMITS, 5);
    Random random = new Random(3);
    for (int count = 0; count < 3000; count++) {
      bed.pass(1000);
      bed.came(block(bed, 5, random, count));
      bed.history.tick();
    }
    bed.restart();
    byte[] all = Files.readAllBytes(file);
    Arrays.fill(all, 8192, all.length, (byte) 0);
    Files.write(file, all);
    assertThrows(IOException.class, () -> bed.rows(HistoryBed.INT, "raw", EVER, NEVER));
    assertTrue(Objects.requireNonNull(bed.history.alarm()).contains("history.db.damaged-"));
    record(bed, 7000);
    assertEquals(List.of(7000L), ints(bed));
    bed.history.close();
  }

  private static void record(HistoryBed bed, long number) {
    bed.pass(60_000);
    bed.came(HistoryBed.INT, new Value.Int(number));
    bed.history.tick();
  }

  private static List<Object> ints(HistoryBed bed) throws IOException {
    List<Object> all = new ArrayList<>();
    bed.rows(HistoryBed.INT, "raw", EVER, NEVER).forEach(row -> all.add(row.value()));
    return all;
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
