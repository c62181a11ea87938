package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.peer.LoopDisk;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A data folder on a disk of its own that fills up, runs out of inodes, turns read-only or fails:
 * scenarios of docs/fault-programme.md. A dead connector fills the outbox, a live one
 * must not notice.
 */
@Isolated("no reading may be missed for want of a processor")
@NeedsPeer({Peer.XFS_IO, Peer.MKFS_EXT4})
class DiskFaultsIT {
  private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(60);
  private static final int MEGABYTES = 16;

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @SuppressWarnings("NullAway.Init")
  private Ledger ledger;

  @SuppressWarnings("NullAway.Init")
  private Collector collector;

  @SuppressWarnings("NullAway.Init")
  private LoopDisk disk;

  @SuppressWarnings("NullAway.Init")
  private ApplianceProcess appliance;

  @SuppressWarnings("NullAway.Init")
  private Load load;

  /** Ways in which a disk stops taking anything. */
  enum Failure {
    READ_ONLY {
      @Override
      void strike(LoopDisk disk) throws IOException {
        disk.readOnly();
      }
    },
    EIO {
      @Override
      void strike(LoopDisk disk) throws IOException {
        disk.cut();
      }
    };

    abstract void strike(LoopDisk disk) throws IOException;
  }

  @Test
  void onAFullDiskLiveDataGoesOnAndWithRoomEverythingDoes() throws Exception {
    begin();
    load.put(300);
    Path stuff = fill("stuff");
    load.put(300);
    liveGoesOn();
    await().atMost(Cabinet.SOON).until(() -> alarms().contains("is full"));
    // The ballast made room; without that nothing new fits.
    Path more = fill("more");
    load.put(3000);
    liveGoesOn();
    await().atMost(RECOVERS_WITHIN).until(() -> dropped() > 0);
    await().atMost(Cabinet.SOON).untilAsserted(this::everySendIsAccountedFor);
    // The ballast's room is for this as well; a disk that took even that is told.
    HttpResponse<String> answer = appliance.api().put("/api/v1/config", changed());
    assertTrue(
        answer.statusCode() == 200 || answer.body().contains("is the disk full"), answer::body);
    double busy = cpuSeconds();
    liveGoesOn();
    liveGoesOn();
    double spent = cpuSeconds() - busy;

    Files.delete(stuff);
    Files.delete(more);
    await().atMost(RECOVERS_WITHIN).until(() -> !alarms().contains("grows no more"));
    long given = dropped();
    load.put(300);
    await().atMost(Cabinet.SOON).untilAsserted(this::everySendIsAccountedFor);
    assertEquals(given, dropped(), "given up though there is room");
    assertEquals(200, appliance.api().put("/api/v1/config", changed()).statusCode());
    System.out.printf("  gave up %d, %.1f s of CPU for 20 samples%n", given, spent);
    assertEquals(List.of(), Oracle.faults(collector.counts("Live"), 0));
  }

  @Test
  void withoutInodesItRunsAndStartsAndRecovers() throws Exception {
    begin("-N", "64");
    load.put(100);
    List<Path> stuff = takeInodes();
    load.put(100);
    liveGoesOn();
    HttpResponse<String> refused = appliance.api().put("/api/v1/config", changed());
    assertEquals(5, refused.statusCode() / 100, refused::body);
    cabinet.stop();
    stuff.addAll(takeInodes());
    appliance = cabinet.restart();
    liveGoesOn();
    await().atMost(Cabinet.SOON).until(() -> !alarms().isEmpty());
    System.out.println("  " + alarms());

    for (Path file : stuff) {
      Files.delete(file);
    }
    await().atMost(RECOVERS_WITHIN).until(() -> alarms().isEmpty());
    // The first value of each of the two lives is a Send, too.
    await()
        .atMost(Cabinet.SOON)
        .untilAsserted(() ->
            assertEquals(List.of(), Oracle.account(load.last() + 2, 0, dropped(), waiting())));
    assertEquals(List.of(), Oracle.faults(collector.counts("Live"), 20));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void aDiskThatFailsHoldsUpNothingThatIsLiveAndLosesNothing(Failure failure) throws Exception {
    begin();
    load.put(100);
    await().atMost(Cabinet.SOON).until(() -> stored() == waiting() && waiting() > 100);
    failure.strike(disk);
    load.put(200);
    await().atMost(Cabinet.SOON).until(() -> alarms().contains("want a disk that can be written"));
    liveGoesOn();
    liveGoesOn();

    long start = System.nanoTime();
    disk.again();
    double free = (System.nanoTime() - start) / 1e9;
    await().atMost(RECOVERS_WITHIN).until(() -> alarms().isEmpty());
    await().atMost(Cabinet.SOON).until(() -> stored() == waiting());
    System.out.printf(
        "  the disk was let go after %.1f s, used again after %.1f s%n",
        free, (System.nanoTime() - start) / 1e9);
    everySendIsAccountedFor();
    assertEquals(0, dropped());
    assertEquals(List.of(), Oracle.faults(collector.counts("Live"), 20));
  }

  /** A live connector with the ledger's numbers, and a dead one that the load waits for. */
  private void begin(String... options) throws Exception {
    Files.createDirectories(cabinet.data());
    disk = cabinet.add(LoopDisk.on(cabinet.folder(), cabinet.data(), MEGABYTES, options));
    ledger = new Ledger(cabinet);
    collector = new Collector(cabinet);
    appliance =
        cabinet.appliance(
            CabinetConfig.empty()
                .tcp("Lan", ledger.port())
                .pollInterval(Duration.ofMillis(200))
                .cloud("Live", collector.url())
                .everyCount("Lan")
                .cloud("Away", "tcp://127.0.0.1:1")
                .load()
                .spillAfter("500ms"));
    load = new Load(appliance);
    liveGoesOn();
  }

  /** Ten samples more arrive. */
  private void liveGoesOn() {
    long now = ledger.last();
    await("live data")
        .atMost(Cabinet.SOON)
        .until(() -> collector.counts("Live").contains(now + 10));
  }

  private void everySendIsAccountedFor() throws Exception {
    assertEquals(List.of(), Oracle.account(load.last() + 1, 0, dropped(), waiting()));
  }

  private JsonNode changed() throws Exception {
    JsonNode config = appliance.api().get("/api/v1/config");
    ((ObjectNode) config.path("gateway")).put("name", config.at("/gateway/name").asText() + "x");
    return config;
  }

  private String alarms() throws Exception {
    List<String> all = new ArrayList<>();
    appliance.api().get("/api/v1/status").path("alarms").forEach(alarm -> all.add(alarm.asText()));
    return String.join("\n", all);
  }

  private long waiting() throws Exception {
    return backlog().path("waiting").asLong();
  }

  private long stored() throws Exception {
    return backlog().path("stored").asLong();
  }

  private long dropped() throws Exception {
    return backlog().path("dropped").asLong();
  }

  private JsonNode backlog() throws Exception {
    return Cabinet.connector(appliance, "Away").path("backlog");
  }

  private Path fill(String name) throws IOException {
    Path stuff = cabinet.data().resolve(name);
    try (OutputStream out = Files.newOutputStream(stuff)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      return stuff;
    }
  }

  private List<Path> takeInodes() throws IOException {
    List<Path> all = new ArrayList<>();
    Path folder = Files.createDirectories(cabinet.data().resolve("lost+found"));
    while (true) {
      try {
        all.add(Files.createTempFile(folder, "stuff", ""));
      } catch (IOException none) {
        return all;
      }
    }
  }

  /** User and system time of the appliance so far. */
  private double cpuSeconds() throws IOException {
    String[] stat =
        Files.readString(Path.of("/proc/" + appliance.pid() + "/stat"))
            .replaceAll("^.*\\) ", "")
            .split(" ");
    return (Long.parseLong(stat[11]) + Long.parseLong(stat[12])) / 100.0;
  }
}
