package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.hwtest.fault.FaultProxy;
import io.busbar.hwtest.fault.FaultProxy.Way;
import io.busbar.hwtest.fault.Layer;
import io.busbar.hwtest.fault.PubackTrouble;
import io.busbar.hwtest.fault.PubackTrouble.Kind;
import io.busbar.hwtest.fault.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Lines to brokers on which everything goes wrong, one connector on each, beside a good one:
 * scenarios of docs/fault-programme.md. {@code -Dseed=N} repeats what is
 * random, {@code -Dminutes=N} keeps lines bad for so long.
 */
class BrokerLineIT {
  private static final int WINDOW = 20;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(12);

  /** The contract's bound: one and a half times the keep-alive, and five seconds. */
  private static final Duration NOTICED_WITHIN =
      KEEP_ALIVE.multipliedBy(3).dividedBy(2).plusSeconds(5);

  private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(2);

  /** A message that is not acknowledged for a minute ends its connection. */
  private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(90);

  /** How long lines are bad. */
  private static final Duration BAD =
      Duration.ofMinutes(Integer.getInteger("minutes", 0)).plusSeconds(30);

  /** After many failures the next attempt is up to five minutes away. */
  private static final Duration GOOD_AGAIN_WITHIN =
      BAD.compareTo(Duration.ofMinutes(1)) < 0 ? Duration.ofMinutes(2) : Duration.ofMinutes(6);

  private static final Duration PAGE_WITHIN = Duration.ofMillis(500);
  private static final int READS_A_SECOND = 5;

  /** Of which a reconnection takes its part. */
  private static final long BEHIND_SECONDS = 20;

  /** The first byte of a TLS record that greets (RFC 8446, section 5.1). */
  private static final char TLS_HANDSHAKE = 22;

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  private final Map<String, FaultProxy> lines = new LinkedHashMap<>();

  @SuppressWarnings("NullAway.Init")
  private Ledger ledger;

  @SuppressWarnings("NullAway.Init")
  private Collector collector;

  @SuppressWarnings("NullAway.Init")
  private ApplianceProcess appliance;

  @Test
  void everyWayABrokerFallsSilentIsNoticedInTimeAndLosesNothing() throws Exception {
    prepare("Good", "Down", "Mute", "Hole", "Deaf", "NoConnack", "Closes");
    line("NoConnack").both(new Trouble.Blackhole());
    line("Closes").on(Way.TO_CLIENT, new Trouble.Limit(0));
    appliance = cabinet.appliance(config());
    Map<String, Long> noticed = new TreeMap<>();
    List<String> wellAtFirst = List.of("Good", "Down", "Mute", "Hole", "Deaf");
    await().atMost(Cabinet.SOON).until(() -> wellAtFirst.stream().allMatch(this::isConnected));
    int threads = threads();
    int files = files();
    await().atMost(Cabinet.SOON).until(() -> collector.counts("Deaf").size() >= 10);

    long struck = System.nanoTime();
    line("Down").down();
    line("Mute").on(Way.TO_CLIENT, new Trouble.Silence());
    line("Hole").both(new Trouble.Blackhole());
    line("Deaf").on(Way.TO_SERVER, new Trouble.Silence());
    await()
        .atMost(NOTICED_WITHIN.plusSeconds(20))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          for (JsonNode connector : appliance.api().get("/api/v1/connectors")) {
            if (connector.path("reason").isTextual()) {
              noticed.putIfAbsent(connector.path("name").asText(), System.nanoTime() - struck);
            }
          }
          return noticed.size() == lines.size() - 1;
        });
    noticed.forEach((name, nanos) ->
        System.out.printf("  %s: noticed after %.1f s: %s%n", name, nanos / 1e9, reason(name)));
    noticed.forEach((name, nanos) ->
        assertTrue(
            nanos <= NOTICED_WITHIN.toNanos(),
            () -> name + ": noticed after " + nanos / 1e9 + " s"));
    assertEquals(true, isConnected("Good"));
    assertTrue(line("Down").connections() + line("Closes").connections() < 20, "no back-off");

    for (FaultProxy line : lines.values()) {
      line.both(new Trouble.None());
      line.up();
    }
    everythingArrives();
    assertTrue(threads() <= threads + 10, () -> threads + " threads before");
    assertTrue(files() <= files + 10, () -> files + " open files before");
  }

  @Test
  void pubacksThatAreLostLateDoubledOrOutOfOrderLoseNothingAndStallNothing() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("  -Dseed=" + seed);
    Map<String, PubackTrouble> troubles =
        Map.of(
            "Lost", new PubackTrouble(new Kind.Lost(17, 3), seed),
            "Late", new PubackTrouble(new Kind.Late(Duration.ofSeconds(3)), seed),
            "Twice", new PubackTrouble(new Kind.Twice(), seed),
            "Shuffled", new PubackTrouble(new Kind.Shuffled(Duration.ofSeconds(2)), seed));
    prepare("Good", "Lost", "Late", "Twice", "Shuffled");
    troubles.forEach((name, trouble) -> line(name).layer(Way.TO_CLIENT, trouble));
    appliance = cabinet.appliance(config());

    await()
        .atMost(GIVEN_UP_WITHIN)
        .until(() -> {
          nothingStalls();
          return line("Lost").connections() >= 2;
        });
    everythingArrives();
    troubles.forEach((name, trouble) -> assertTrue(trouble.struck() >= 3, name));
  }

  @Test
  void linesThatAreFarNarrowBreakingOrFlappingLoseNothingAndThePageStaysQuick() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("  -Dseed=" + seed);
    Random random = new Random(seed);
    prepare("Good", "Far", "Narrow", "Breaks", "Flaps");
    line("Far").both(new Trouble.Slow(Duration.ofSeconds(2), Duration.ofMillis(1800), 0));
    line("Narrow").both(new Trouble.Slow(Duration.ofMillis(200), Duration.ZERO, 1000));
    appliance = cabinet.appliance(config());
    await()
        .atMost(CAUGHT_UP_WITHIN)
        .until(() -> lines.keySet().stream().allMatch(this::isConnected));
    int threads = threads();

    List<Long> pages = new ArrayList<>();
    long end = System.nanoTime() + BAD.toNanos();
    for (int second = 0; System.nanoTime() < end; second++) {
      if (random.nextInt(10) < 3) {
        line("Breaks").both(new Trouble.Reset());
        line("Breaks").both(new Trouble.None());
      }
      flap(second);
      long asked = System.nanoTime();
      appliance.api().get("/api/v1/status");
      pages.add(System.nanoTime() - asked);
      TimeUnit.SECONDS.sleep(1);
    }
    line("Flaps").up();
    line("Far").both(new Trouble.None());
    line("Narrow").both(new Trouble.None());
    everythingArrives(GOOD_AGAIN_WITHIN);
    Collections.sort(pages);
    long p95 = pages.get(pages.size() * 95 / 100);
    System.out.printf("  the API's p95 meanwhile: %d ms%n", TimeUnit.NANOSECONDS.toMillis(p95));
    assertTrue(p95 < PAGE_WITHIN.toNanos(), () -> "got " + p95 + " ns");
    assertTrue(threads() <= threads + 10, () -> threads + " threads before");
  }

  /** Ten seconds up, ten seconds down. */
  private void flap(int second) throws IOException {
    if (second % 20 == 0) {
      line("Flaps").down();
    } else if (second % 20 == 10) {
      line("Flaps").up();
    }
  }

  @Test
  void aBrokerThatIsNotTrustedGetsNotOneWordAndTheBacklogIsKept() throws Exception {
    Certificates ours = new Certificates(cabinet.folder(), "ours");
    Certificates others = new Certificates(cabinet.folder(), "others");
    StubbornBroker broker =
        cabinet.add(StubbornBroker.tls(others.signed("stranger", "dns:localhost").keyStore()));
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    ledger = new Ledger(cabinet);
    FaultProxy line = cabinet.add(FaultProxy.to(broker.port()));
    line.layer(
        Way.TO_SERVER,
        () ->
            bytes -> {
              told.writeBytes(bytes);
              return List.of(Layer.Piece.now(bytes));
            });
    appliance =
        cabinet.appliance(
            CabinetConfig.empty()
                .tcp("Lan", ledger.port())
                .cloud("Cloud", "ssl://localhost:" + line.port())
                .authority(ours.authorityFile())
                .everyCount("Lan"));
    await().atMost(Cabinet.SOON).until(() -> line.connections() >= 3);
    String words = told.toString(StandardCharsets.ISO_8859_1);
    assertEquals(TLS_HANDSHAKE, words.charAt(0));
    assertFalse(words.contains("plant_Cloud"), "the client id in plain");
    assertFalse(words.contains(CabinetConfig.COUNTER), "a value in plain");
    assertTrue(reason("Cloud").contains("signed by `CN=others`"), reason("Cloud"));
    assertTrue(shown("Cloud").at("/backlog/waiting").asLong() > 0, "no backlog");
    assertEquals(0, shown("Cloud").at("/backlog/dropped").asLong());
  }

  /** What is read arrives within seconds, whatever becomes of the acknowledgements. */
  private void nothingStalls() {
    long before = ledger.last() - BEHIND_SECONDS * READS_A_SECOND;
    for (String name : lines.keySet()) {
      long newest = collector.counts(name).stream().mapToLong(Long::longValue).max().orElse(0);
      assertTrue(newest >= before, () -> name + " has " + newest + ", want " + before);
    }
  }

  private void everythingArrives() {
    everythingArrives(CAUGHT_UP_WITHIN);
  }

  private void everythingArrives(Duration within) {
    long last = ledger.last();
    for (String name : lines.keySet()) {
      await(name).atMost(within).until(() -> collector.counts(name).contains(last + 3));
      List<List<Long>> came = collector.messages(name);
      int again = line(name).connections() - 1;
      System.out.printf(
          "  %s: %d messages, %d of them again, %d connections%n",
          name, came.size(), Oracle.repeated(came), again + 1);
      assertEquals(
          List.of(),
          Oracle.messageFaults(Oracle.upTo(last), ledger.last(), came, WINDOW * again),
          name);
    }
  }

  /** A ledger, a collector, and a line for each connector. */
  private void prepare(String... names) throws IOException {
    ledger = new Ledger(cabinet);
    collector = new Collector(cabinet);
    for (String name : names) {
      lines.put(name, cabinet.add(FaultProxy.to(collector.port())));
    }
  }

  private CabinetConfig config() {
    CabinetConfig config =
        CabinetConfig.empty()
            .tcp("Lan", ledger.port())
            .pollInterval(Duration.ofMillis(1000 / READS_A_SECOND));
    lines.forEach((name, line) ->
        config
            .cloud(name, "tcp://127.0.0.1:" + line.port())
            .keepAlive(KEEP_ALIVE)
            .everyCount("Lan"));
    return config;
  }

  private FaultProxy line(String name) {
    return Objects.requireNonNull(lines.get(name), name);
  }

  private boolean isConnected(String name) {
    return shown(name).path("state").asText().equals("connected");
  }

  private String reason(String name) {
    return shown(name).path("reason").asText();
  }

  private JsonNode shown(String name) {
    try {
      return Cabinet.connector(appliance, name);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private int threads() throws IOException {
    return count("task");
  }

  private int files() throws IOException {
    return count("fd");
  }

  private int count(String folder) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + appliance.pid()).resolve(folder))) {
      return (int) all.count();
    }
  }
}
