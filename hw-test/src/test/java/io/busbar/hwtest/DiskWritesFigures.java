package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.peer.LoopDisk;
import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What reaches the disk for each reading, at 20 readings a second, on a disk of its own. As root;
 * twenty minutes, or less with {@code -Dseconds=N} for each of its two parts:
 *
 * <pre>
 * mvn verify -pl hw-test -am -Dtest=none -Dit.test=DiskWritesFigures -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 */
@NeedsPeer({Peer.MOSQUITTO, Peer.MKFS_EXT4, Peer.XFS_IO})
final class DiskWritesFigures {
  private static final int SECONDS = Integer.getInteger("seconds", 300);
  private static final int READINGS_A_SECOND = 20;
  private static final int SECTOR_BYTES = 512;

  /** Which number of a block device's {@code stat} says how many sectors were written. */
  private static final int SECTORS_WRITTEN = 6;

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void onlineNothingIsWrittenAndInAnOutageAFewBytesForEachReading() throws Exception {
    Mosquitto broker = cabinet.add(Mosquitto.open(cabinet.folder()));
    Files.createDirectories(cabinet.data());
    cabinet.add(LoopDisk.on(cabinet.folder(), cabinet.data(), 256));
    ApplianceProcess appliance = cabinet.appliance(config(broker));
    await()
        .atMost(Cabinet.SOON)
        .until(
            () -> Cabinet.connector(appliance, "Cloud").path("state").asText().equals("connected"));
    // What belongs to the start: the ballast, the first numbers, the file system's own tables.
    TimeUnit.SECONDS.sleep(30);
    double online = bytesPerReading();
    broker.kill();
    // The file grows when its WAL begins anew; until then that grows, once in an outage.
    Path file = cabinet.data().resolve("outbox.db");
    long size = Files.size(file);
    await()
        .atMost(Duration.ofMinutes(20))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> Files.size(file) > size);
    double outage = bytesPerReading();
    System.out.printf(
        Locale.ROOT,
        "figure: bytes written to the disk for each reading: online %.1f (aim 0), in an outage %.0f"
            + " (aim <= 250)%n",
        online,
        outage);
    long stored = Cabinet.connector(appliance, "Cloud").path("backlog").path("stored").asLong();
    assertTrue(stored > SECONDS, () -> stored + " Sends were stored");
    assertTrue(outage <= 250, () -> "got " + outage);
    assertEquals(0, online, 1);
  }

  private double bytesPerReading() throws Exception {
    long before = written();
    TimeUnit.SECONDS.sleep(SECONDS);
    return (written() - before) * (double) SECTOR_BYTES / SECONDS / READINGS_A_SECOND;
  }

  /** Sectors, after everything that the system still held back is written, too. */
  private long written() throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("sync").start().waitFor());
    Process findmnt =
        new ProcessBuilder("findmnt", "-n", "-o", "SOURCE", cabinet.data().toString()).start();
    String said =
        new String(findmnt.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    Path stat = Path.of("/sys/block").resolve(Path.of(said).getFileName()).resolve("stat");
    return Long.parseLong(Files.readString(stat).strip().split(" +", -1)[SECTORS_WRITTEN]);
  }

  private static CabinetConfig config(Mosquitto broker) {
    CabinetConfig config = CabinetConfig.empty().cloud("Cloud", broker.url());
    // It is the outbox's writes that are counted.
    config.json().putObject("store").put("history", "none");
    ObjectNode section =
        ((ObjectNode) config.json().path("connectors").path(0))
            .withArray("sections")
            .addObject()
            .put("name", "Second")
            .put("send", "1s");
    for (int point = 0; point < READINGS_A_SECOND; point++) {
      String name = "p" + point;
      config
          .json()
          .withArray("variables")
          .addObject()
          .put("name", name)
          .put("type", "real")
          .put("value", 230.1 + point);
      section.withArray("points").addObject().put("name", name).put("path", "/Process/PV/" + name);
    }
    return config;
  }
}
