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
 * What reaches the disk for each reading, at 20 readings a second, on a disk of its own. An outage
 * is measured from its begin to the moment at which the WAL is folded into the file, while the WAL
 * grows; and then from each such moment to the next, as it goes on for as long as the outage lasts.
 * As root; half an hour, less with {@code -Dseconds=N} for the part without an outage and {@code
 * -Drounds=N} for the other:
 *
 * <pre>
 * mvn verify -pl hw-test -am -Dtest=none -Dit.test=DiskWritesFigures -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 */
@NeedsPeer({Peer.MOSQUITTO, Peer.MKFS_EXT4, Peer.XFS_IO})
final class DiskWritesFigures {
  private static final int SECONDS = Integer.getInteger("seconds", 300);
  private static final int ROUNDS = Integer.getInteger("rounds", 2);
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
    // What belongs to the start: the ballast, the first numbers, the file system's own tables, and
    // the log's line of the connection, which is written half a minute later.
    TimeUnit.SECONDS.sleep(75);
    long before = written();
    TimeUnit.SECONDS.sleep(SECONDS);
    double online = (double) (written() - before) / SECONDS / READINGS_A_SECOND;
    print("online", online, "0");
    broker.kill();
    double first = untilFolded(appliance, 1);
    double later = untilFolded(appliance, ROUNDS);
    print("in an outage", later, "<= 250");
    print("in an outage while its WAL grows", first, "<= 250");
    assertTrue(later <= 250, () -> "got " + later);
    assertEquals(0, online, 1);
  }

  private static void print(String when, double bytes, String aim) {
    System.out.printf(
        Locale.ROOT,
        "figure: bytes written to the disk for each reading, %s: %.1f (aim %s)%n",
        when,
        bytes,
        aim);
  }

  /** Bytes for each reading until the WAL was folded into the file so many times. */
  private double untilFolded(ApplianceProcess appliance, int times) throws Exception {
    Path file = cabinet.data().resolve("outbox.db");
    long bytes = written();
    long sends = stored(appliance);
    for (int round = 0; round < times; round++) {
      // New rows come into the file itself only then, and it grows by them.
      long size = Files.size(file);
      await()
          .atMost(Duration.ofMinutes(30))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> Files.size(file) > size);
    }
    long more = stored(appliance) - sends;
    assertTrue(more > 0, () -> more + " Sends were stored");
    return (double) (written() - bytes) / more / READINGS_A_SECOND;
  }

  private static long stored(ApplianceProcess appliance) throws Exception {
    return Cabinet.connector(appliance, "Cloud").path("backlog").path("stored").asLong();
  }

  /** Bytes, after everything that the system still held back is written, too. */
  private long written() throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("sync").start().waitFor());
    Process findmnt =
        new ProcessBuilder("findmnt", "-n", "-o", "SOURCE", cabinet.data().toString()).start();
    String said =
        new String(findmnt.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    Path stat = Path.of("/sys/block").resolve(Path.of(said).getFileName()).resolve("stat");
    String[] numbers = Files.readString(stat).strip().split(" +", -1);
    return Long.parseLong(numbers[SECTORS_WRITTEN]) * SECTOR_BYTES;
  }

  private static CabinetConfig config(Mosquitto broker) {
    CabinetConfig config = CabinetConfig.empty().cloud("Cloud", broker.url());
    // It is the outbox's writes that are counted: no history, no word about a platform's answer.
    config.json().putObject("store").put("history", "none");
    ((ObjectNode) config.json().path("connectors").path(0))
        .withObject("/settings")
        .put("onboard", false);
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
