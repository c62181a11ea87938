package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a history costs at the reference load, 200 variables every 10 s that never stand still:
 * bytes to the disk for each reading, and time under the tree's lock for each sample. {@code
 * -Dhistory.hours=N} runs longer.
 */
class HistoryCostTest {
  private static final int VARIABLES = 200;
  private static final int HOURS = Integer.getInteger("history.hours", 8);
  private static final long MOST_BYTES = 60;

  @TempDir Path folder;

  @Test
  void aReadingCostsTheDiskFewBytes() throws Exception {
    Path file = folder.resolve("history.db");
    HistoryBed bed = new HistoryBed(file, HistoryLimits.of(StoreSettings.DEFAULT), VARIABLES);
    List<Double> values = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < VARIABLES; i++) {
      values.add(230 + random.nextGaussian());
    }
    long before = written();
    long inTree = 0;
    long readings = 0;
    for (long tick = 0; tick < Duration.ofHours(HOURS).toSeconds() / 10; tick++) {
      bed.pass(10_000 + random.nextInt(20) - 10);
      List<Sample> block = block(bed, values, random);
      long begin = System.nanoTime();
      bed.came(block);
      inTree += System.nanoTime() - begin;
      readings += block.size();
      bed.history.tick();
    }
    bed.history.close();
    long written = written() - before;
    long chart = chart(file);
    System.out.printf(
        "  %d readings: %.1f bytes each to the disk, %.1f in the file, %d ns each under the tree's"
            + " lock; a chart of a day %d ms%n",
        readings,
        (double) written / readings,
        (double) Files.size(file) / readings,
        inTree / readings,
        chart / 1_000_000);
    Assumptions.assumeTrue(written > 0, "a disk that is only memory tells nothing");
    assertTrue(written / readings <= MOST_BYTES, () -> written + " bytes in all");
  }

  /** Floats as meters give them, each a little off the one before. */
  private static List<Sample> block(HistoryBed bed, List<Double> values, Random random) {
    List<Sample> block = new ArrayList<>();
    for (int i = 0; i < VARIABLES; i++) {
      values.set(i, values.get(i) + random.nextGaussian() / 10);
      block.add(bed.sample("/Process/B/D/more" + i, new Value.Real(values.get(i).floatValue())));
    }
    return block;
  }

  private static long chart(Path file) throws IOException {
    HistoryBed bed = new HistoryBed(file, HistoryLimits.of(StoreSettings.DEFAULT), VARIABLES);
    long begin = System.nanoTime();
    Chart chart =
        Objects.requireNonNull(
            bed.history.chart(
                "/Process/B/D/more7", Cabinet.NOW, Cabinet.NOW.plus(Duration.ofDays(1)), 1500));
    long took = System.nanoTime() - begin;
    assertEquals("raw", chart.resolution());
    assertTrue(chart.points().size() >= 60 * HOURS - 2, () -> chart.points().size() + " points");
    assertTrue(chart.points().getLast().time().isAfter(Instant.EPOCH));
    bed.history.close();
    return took;
  }

  /** What this process has caused to be written to disks. */
  private static long written() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("write_bytes:"))
        .mapToLong(line -> Long.parseLong(line.substring("write_bytes:".length()).strip()))
        .sum();
  }
}
