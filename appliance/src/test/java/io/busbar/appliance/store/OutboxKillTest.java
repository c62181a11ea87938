package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.process.Boots;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Part;
import io.busbar.appliance.store.Outbox.Queue;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process of its own is killed while it writes, publishes live data and a backlog, and deletes.
 * What it said on its output before is the ledger.
 */
class OutboxKillTest {
  private static final int KILLS = 5;

  /** A line without it was cut by the kill. */
  private static final String END = " .";

  @TempDir Path folder;

  /** The victim: everything that it hands out is stored, because the outbox is write-ahead. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws InterruptedException {
      SqliteOutbox outbox =
          SqliteOutbox.open(
              Path.of(arguments[0]),
              Cabinet.settings(Duration.ZERO, 100_000_000),
              InstantSource.fixed(Cabinet.NOW),
              System::nanoTime,
              Boots.NONE);
      Queue queue = outbox.queue("A");
      Random random = new Random();
      for (long id = Long.parseLong(arguments[1]); ; ) {
        for (int n = 1 + random.nextInt(20); n > 0; n--) {
          outbox.append(Cabinet.send("A", id++));
        }
        List<Entry> stored = Cabinet.await(queue, 20, Part.LIVE, Part.BACKLOG);
        if (stored.isEmpty()) {
          // Something was lost: the parent sees the end of the ledger and what is missing in it.
          System.exit(1);
        }
        stored.forEach(entry -> say("stored " + Cabinet.id(entry) + " " + entry.sequence()));
        List<Entry> some = stored.stream().filter(_ -> random.nextInt(3) == 0).toList();
        some.forEach(entry -> say("acknowledged " + Cabinet.id(entry)));
        queue.acknowledge(some, () -> some.forEach(entry -> say("settled " + Cabinet.id(entry))));
      }
    }

    private static synchronized void say(String line) {
      System.out.println(line + END);
      System.out.flush();
    }
  }

  @Test
  void aKilledProcessLosesNothingThatItHadStored() throws Exception {
    Path file = folder.resolve("outbox.db");
    Set<Long> mustCome = new TreeSet<>();
    Set<Long> settled = new HashSet<>();
    Set<Long> acknowledged = new HashSet<>();
    Map<String, Long> numbers = new HashMap<>();
    long next = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      for (String line : linesUntilKilled(file, next)) {
        String[] words = line.split(" ", -1);
        long id = Long.parseLong(words[1]);
        switch (words[0]) {
          case "stored" -> {
            mustCome.add(id);
            Long before = numbers.putIfAbsent(words[2], id);
            assertTrue(before == null || before == id, "a sequence number given twice");
          }
          case "acknowledged" -> acknowledged.add(id);
          default -> settled.add(id);
        }
        next = Math.max(next, id + 1);
      }
      next += 100_000;
    }
    assertTrue(mustCome.size() > 100, () -> "only " + mustCome.size() + " were stored");
    mustCome.removeAll(acknowledged);
    Cabinet cabinet = new Cabinet();
    try (SqliteOutbox outbox = cabinet.open(file, Cabinet.limits(Duration.ofSeconds(5)))) {
      List<Entry> rest = Cabinet.drain(outbox, outbox.queue("A"));
      List<Long> ids = Cabinet.ids(rest);
      assertEquals(ids.stream().sorted().distinct().toList(), ids, "in order, none twice");
      assertTrue(ids.containsAll(mustCome), "nothing stored is lost");
      assertTrue(ids.stream().noneMatch(settled::contains), "nothing settled comes again");
    }
  }

  private static List<String> linesUntilKilled(Path file, long firstId) throws IOException {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Victim.class.getName(),
                file.toString(),
                Long.toString(firstId))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines = new ArrayList<>();
    int most = 200 + new Random().nextInt(1500);
    try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = out.readLine()) != null) {
        if (line.endsWith(END)) {
          lines.add(line);
        }
        if (lines.size() == most) {
          // By its handle: Process.destroyForcibly would close the pipe with what is still in it.
          victim.toHandle().destroyForcibly();
        }
      }
    } finally {
      victim.destroyForcibly();
    }
    return lines;
  }

  private static String classPath() {
    String own = OutboxKillTest.class.getName().replace('.', '/') + ".class";
    URL place = Objects.requireNonNull(OutboxKillTest.class.getClassLoader()).getResource(own);
    String tests = Objects.requireNonNull(place).getPath().replace(own, "");
    return String.join(
        File.pathSeparator,
        tests,
        System.getProperty("jdk.module.path", ""),
        System.getProperty("java.class.path", ""));
  }
}
