package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A budget that is used up in an outage: scenarios of docs/fault-programme.md. {@code
 * -Dsends=N} makes the outage longer.
 */
class ShareIT {
  private static final int BUDGET = 1_000_000;
  private static final int SENDS = Integer.getInteger("sends", 6000);
  private static final Duration SLOWEST = Duration.ofSeconds(1);

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @SuppressWarnings("NullAway.Init")
  private Collector collector;

  @SuppressWarnings("NullAway.Init")
  private ApplianceProcess appliance;

  @Test
  void whatWasGivenUpIsCountedExactly() throws Exception {
    collector = new Collector(cabinet);
    collector.broker().stop();
    appliance =
        cabinet.appliance(
            CabinetConfig.empty()
                .cloud("Cloud", collector.url())
                .load()
                .store("outboxBytes", BUDGET));
    Load load = new Load(appliance);
    load.put(SENDS);
    // The value that the variable began with was a Send as well.
    long generated = load.last() + 1;
    await()
        .atMost(Cabinet.SOON)
        .untilAsserted(() -> {
          JsonNode backlog = backlog("Cloud");
          assertTrue(dropped(backlog) > SENDS / 10, backlog::toString);
          assertEquals(List.of(), Oracle.account(generated, 0, dropped(backlog), waiting(backlog)));
        });

    cabinet.stop();
    appliance = cabinet.restart();
    assertEquals(
        List.of(),
        Oracle.account(generated + 1, 0, dropped(backlog("Cloud")), waiting(backlog("Cloud"))),
        "after a restart, which is one more first value");
    collector.broker().start();
    await().atMost(Duration.ofMinutes(1)).until(() -> waiting(backlog("Cloud")) == 0);
    List<Long> came = Load.numbers(collector.points("Cloud"));
    long firsts = collector.points("Cloud").stream().filter(p -> p.value().isEmpty()).count();
    System.out.printf(
        "  generated %d, delivered %d, dropped %d%n",
        generated + 1, came.size() + firsts, dropped(backlog("Cloud")));
    assertEquals(
        List.of(),
        Oracle.account(generated + 1, came.size() + firsts, dropped(backlog("Cloud")), 0));
    assertEquals(List.of(), Oracle.faults(List.of(load.last()), load.last(), came, 0));
  }

  @Test
  void aDeadConnectorNeitherDelaysAHealthyOneNorTakesItsShare() throws Exception {
    collector = new Collector(cabinet);
    appliance =
        cabinet.appliance(
            CabinetConfig.empty()
                .cloud("Healthy", collector.url())
                .load()
                .cloud("Dead", "tcp://127.0.0.1:1")
                .load()
                .store("outboxBytes", BUDGET));
    Load load = new Load(appliance);
    await().atMost(Cabinet.SOON).until(() -> !collector.points("Healthy").isEmpty());
    load.put(SENDS);
    long generated = load.last() + 1;
    await()
        .atMost(Cabinet.SOON)
        .until(() -> Load.numbers(collector.points("Healthy")).contains(load.last()));

    JsonNode dead = backlog("Dead");
    assertTrue(dropped(dead) > SENDS / 10, dead::toString);
    await()
        .atMost(Cabinet.SOON)
        .untilAsserted(() ->
            assertEquals(
                List.of(),
                Oracle.account(generated, 0, dropped(backlog("Dead")), waiting(backlog("Dead")))));
    assertEquals(0, dropped(backlog("Healthy")));
    assertEquals(List.of(), Oracle.faults(Load.numbers(collector.points("Healthy")), 0));
    long[] delays = delays();
    long worst = delays[delays.length * 99 / 100];
    System.out.printf(
        "  %d Sends; the healthy one's p50 %d ms, p99 %d ms; the dead one gave up %d%n",
        generated, delays[delays.length / 2], worst, dropped(backlog("Dead")));
    assertTrue(worst < SLOWEST.toMillis(), () -> "p99 is " + worst + " ms");
  }

  /** From the source time to the arrival, in milliseconds, sorted. */
  private long[] delays() {
    return collector.received().stream()
        .flatMapToLong(message ->
            TimeSeries.of(List.of(message), CabinetConfig.topic("Healthy")).stream()
                .mapToLong(point -> Duration.between(point.time(), message.at()).toMillis()))
        .sorted()
        .toArray();
  }

  private JsonNode backlog(String connector) throws Exception {
    return Cabinet.connector(appliance, connector).path("backlog");
  }

  private static long dropped(JsonNode backlog) {
    return backlog.path("dropped").asLong();
  }

  private static long waiting(JsonNode backlog) {
    return backlog.path("waiting").asLong();
  }
}
