package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The end of a day's outage at ten readings a second, as figures. Five minutes, on a machine with
 * nothing else to do:
 *
 * <pre>
 * mvn verify -pl hw-test -am -Dtest=none -Dit.test=DrainFigures -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 */
@NeedsPeer(Peer.MOSQUITTO)
final class DrainFigures {
  private static final int SENDS = Integer.getInteger("sends", 86_400);
  private static final int READINGS = SENDS * Drain.POINTS;
  private static final int WINDOW = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  private Mosquitto broker() throws IOException {
    // Its own disk and log would be what is measured.
    return cabinet.add(
        Mosquitto.with(
            cabinet.folder(),
            List.of("persistence false", "autosave_on_changes false", "log_type none")));
  }

  @Test
  void aDayIsCaughtUpAtHalfTheSpeedOfABareLoopWhileLiveDataGoesOn() throws Exception {
    Mosquitto broker = broker();
    Drain drain = new Drain(cabinet, broker, SENDS, 0);
    ApplianceProcess appliance = drain.start();
    AtomicBoolean over = new AtomicBoolean();
    Thread live = Thread.ofVirtual().start(() -> feed(drain, appliance, over));
    drain.begin(appliance);
    // Asked rarely: to answer takes time from the drain.
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> drain.stored(appliance) == 0);
    over.set(true);
    live.join();
    drain.everythingCame();
    List<Received> came = drain.backlog();
    double ours = seconds(Drain.took(came));
    List<Duration> latencies = drain.latencies();
    double bare = bareLoop(drain, broker, came);
    double p95 = seconds(latencies.get(latencies.size() * 95 / 100));
    print("readings of the backlog a second: %.0f (in %d messages)", READINGS / ours, came.size());
    print(
        "the same against ten live readings a second: %.0f times (aim >= 10)",
        READINGS / ours / 10);
    print("readings a second of a bare loop with the same payloads: %.0f", READINGS / bare);
    print("the backlog's speed against the bare loop's: %.2f (aim >= 0.5)", bare / ours);
    print("live latency meanwhile, p95 of %d: %.3f s (aim < 2)", latencies.size(), p95);
    assertTrue(p95 < 2, () -> "got " + p95);
    assertTrue(bare / ours >= 0.5, () -> "got " + bare / ours);
  }

  private static void feed(Drain drain, ApplianceProcess appliance, AtomicBoolean over) {
    try {
      for (long number = 1; !over.get(); number++) {
        drain.live(appliance, number);
        Thread.sleep(50);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The payloads from memory, with the same window, to the same broker and the same listener. */
  private static double bareLoop(Drain drain, Mosquitto broker, List<Received> came)
      throws Exception {
    List<byte[]> payloads =
        came.stream().map(message -> message.payload().getBytes(StandardCharsets.UTF_8)).toList();
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMaxInflight(WINDOW + 10);
    Semaphore window = new Semaphore(WINDOW);
    IMqttActionListener acknowledged =
        new IMqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            window.release();
          }

          @Override
          public void onFailure(IMqttToken token, Throwable e) {
            throw new IllegalStateException(e);
          }
        };
    try (MqttAsyncClient client =
        new MqttAsyncClient(broker.url(), "bare", new MemoryPersistence())) {
      client.connect(options).waitForCompletion();
      for (byte[] payload : payloads) {
        window.acquire();
        client.publish("bare", payload, 1, false, null, acknowledged);
      }
      await().atMost(PATIENCE).until(() -> bare(drain).size() == payloads.size());
      client.disconnect().waitForCompletion();
    }
    return seconds(Drain.took(bare(drain)));
  }

  private static List<Received> bare(Drain drain) {
    return drain.received().stream().filter(message -> message.topic().equals("bare")).toList();
  }

  @Test
  void itsHeapStaysAsItIs() throws Exception {
    Mosquitto broker = broker();
    Drain drain = new Drain(cabinet, broker, SENDS, 0);
    ApplianceProcess appliance = drain.start();
    List<Double> megabytes = new ArrayList<>();
    drain.begin(appliance);
    for (int quarter = 1; quarter <= 4; quarter++) {
      long left = SENDS - (long) SENDS * quarter / 4;
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> drain.stored(appliance) <= left);
      megabytes.add(usedHeap(appliance) / 1e6);
    }
    print("used heap after a full collection at the quarters of the drain: %s MB", megabytes);
    double most = megabytes.subList(0, 3).stream().mapToDouble(d -> d).max().orElseThrow();
    double least = megabytes.subList(0, 3).stream().mapToDouble(d -> d).min().orElseThrow();
    assertTrue(most - least < 10, () -> "got " + megabytes);
  }

  /** A class histogram collects first, and ends with the sum. */
  private static long usedHeap(ApplianceProcess appliance) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(appliance.pid()),
                "GC.class_histogram")
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String total = said.lines().filter(line -> line.startsWith("Total")).findFirst().orElse(said);
    return Long.parseLong(total.trim().split(" +", -1)[2]);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static void print(String text, Object... values) {
    System.out.printf(Locale.ROOT, "figure: " + text + "%n", values);
  }
}
