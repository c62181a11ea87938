package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Send.Reading;
import io.busbar.appliance.store.Outbox;
import io.busbar.appliance.store.SqliteOutbox;
import io.busbar.appliance.store.StoreSettings;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import io.busbar.hwtest.peer.Mosquitto;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * A gateway that comes back from a long outage: an outbox as its own code has written it, one Send
 * of ten readings for each second, and a cloud that notes when everything comes.
 */
final class Drain {
  static final int POINTS = 10;

  private static final String LIVE = "live";
  private static final String CLOUD = "Cloud";
  private static final InstantSource CLOCK = InstantSource.system();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cabinet cabinet;
  private final int sends;
  private final CabinetConfig config;
  private final List<Received> all = Collections.synchronizedList(new ArrayList<>());
  private final Map<Long, Instant> put = new ConcurrentHashMap<>();

  /**
   * Writes the backlog.
   *
   * @param rate readings in a second at most; 0 for no limit
   */
  Drain(Cabinet cabinet, Mosquitto broker, int sends, int rate) throws Exception {
    this.cabinet = cabinet;
    this.sends = sends;
    this.config = config(broker, rate);
    cabinet.add(new Subscriber(broker.url(), "#", CLOCK, all::add));
    Files.createDirectories(cabinet.data());
    Instant first = CLOCK.instant().minusSeconds(sends + 60L);
    try (Outbox outbox =
        SqliteOutbox.open(
            cabinet.data().resolve("outbox.db"),
            StoreSettings.DEFAULT,
            CLOCK,
            System::nanoTime,
            Boots.NONE)) {
      Outbox.Queue queue = outbox.queue(CLOUD);
      queue.online(false);
      for (int number = 0; number < sends; number++) {
        outbox.append(send(number, first.plusSeconds(number)));
        if (number % 1000 == 999) {
          int written = number - 5000;
          await()
              .pollInterval(Duration.ofMillis(5))
              .until(() -> queue.backlog().stored() > written);
        }
      }
    }
  }

  private static Send send(int number, Instant time) {
    List<Reading> readings = new ArrayList<>();
    readings.add(new Reading("p0", new Value.Int(number), Quality.GOOD, time));
    for (int point = 1; point < POINTS; point++) {
      // A meter's floats: some digits before the point and some behind it.
      double value = (float) (230 + point * 17.3 + number % 1000 / 100.0);
      readings.add(new Reading("p" + point, new Value.Real(value), Quality.GOOD, time));
    }
    return new Send(CLOUD, "Day", time, readings);
  }

  private static CabinetConfig config(Mosquitto broker, int rate) {
    CabinetConfig config = CabinetConfig.empty().cloud(CLOUD, broker.url());
    ObjectNode connector = (ObjectNode) config.json().path("connectors").path(0);
    connector.put("enabled", false).putObject("replay").put("rate", rate);
    connector.withObject("/settings").put("onboard", false);
    ObjectNode day = connector.withArray("sections").addObject();
    day.put("name", "Day").put("send", "on-event");
    for (int point = 0; point < POINTS; point++) {
      variable(config, day, "p" + point, point == 0 ? "int" : "real");
    }
    ObjectNode now = connector.withArray("sections").addObject();
    now.put("name", "Now").put("send", "on-change");
    variable(config, now, LIVE, "int");
    return config;
  }

  private static void variable(CabinetConfig config, ObjectNode section, String name, String type) {
    ObjectNode variable = config.json().withArray("variables").addObject();
    variable.put("name", name).put("type", type).put("value", 0).put("writable", true);
    section.withArray("points").addObject().put("name", name).put("path", "/Process/PV/" + name);
  }

  /** Starts the appliance, still without its cloud. */
  ApplianceProcess start() throws Exception {
    return cabinet.appliance(config);
  }

  /** The outage is over. */
  void begin(ApplianceProcess appliance) throws IOException, InterruptedException {
    ((ObjectNode) config.json().path("connectors").path(0)).put("enabled", true);
    HttpResponse<String> answer = appliance.api().put("/api/v1/config", config.json());
    assertEquals(2, answer.statusCode() / 100, answer.body());
  }

  /** Measures something new: it is noted when, to be compared with when it comes. */
  void live(ApplianceProcess appliance, long number) throws IOException, InterruptedException {
    put.put(number, CLOCK.instant());
    HttpResponse<String> answer =
        appliance
            .api()
            .put("/api/v1/values/Process/PV/" + LIVE, JSON.createObjectNode().put("value", number));
    assertEquals(200, answer.statusCode(), answer.body());
  }

  /** Sends that wait on the appliance's disk. */
  long stored(ApplianceProcess appliance) throws IOException, InterruptedException {
    return Cabinet.connector(appliance, CLOUD).path("backlog").path("stored").asLong();
  }

  /** Every message that came. */
  List<Received> received() {
    return List.copyOf(all);
  }

  /** The messages of the backlog, in the order they came. */
  List<Received> backlog() {
    return received().stream().filter(message -> message.payload().contains("\"p0\"")).toList();
  }

  /** From the arrival of the first of these to that of the last. */
  static Duration took(List<Received> messages) {
    return Duration.between(messages.getFirst().at(), messages.getLast().at());
  }

  /** How long what was measured meanwhile took to the cloud, shortest first. */
  List<Duration> latencies() {
    List<Duration> latencies = new ArrayList<>();
    for (Received message : received()) {
      for (TimeSeries.Point point : points(List.of(message))) {
        Instant since = point.id().equals(LIVE) ? put.remove((long) point.number()) : null;
        if (since != null) {
          latencies.add(Duration.between(since, message.at()));
        }
      }
    }
    Collections.sort(latencies);
    return latencies;
  }

  /** Everything came once, in order, with all its values. */
  void everythingCame() {
    // The broker acknowledges what it has, and passes it on when it comes to it.
    await().atMost(Cabinet.SOON).until(this::lastCame);
    List<TimeSeries.Point> points = points(backlog());
    assertIterableEquals(LongStream.range(0, sends).boxed().toList(), numbers(backlog()));
    long others = points.stream().filter(point -> !point.id().equals(LIVE)).count();
    assertEquals((long) sends * POINTS, others, "readings");
    assertTrue(points.stream().allMatch(TimeSeries.Point::isGood));
  }

  private boolean lastCame() {
    List<Received> backlog = backlog();
    return !backlog.isEmpty() && numbers(List.of(backlog.getLast())).contains(sends - 1L);
  }

  private static List<Long> numbers(List<Received> messages) {
    return points(messages).stream()
        .filter(point -> point.id().equals("p0"))
        .map(point -> (long) point.number())
        .toList();
  }

  private static List<TimeSeries.Point> points(List<Received> messages) {
    return TimeSeries.of(messages, CabinetConfig.topic(CLOUD));
  }
}
