package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.ReadCounter;
import io.busbar.hwtest.simulator.ReadCounter.Count;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What was measured while there was no cloud, taken away over HTTP from the packaged appliance: its
 * history and its backlog, held against the meter's own list of who read what when.
 */
class HistoryIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = CabinetConfig.path("Lan", CabinetConfig.COUNTER);
  private static final String HISTORY = "/api/v1/export/history?path=" + PATH + "&format=";
  private static final String BACKLOG = "/api/v1/export/backlog?connector=Cloud&format=";

  /** The history is written every second here, and the outbox half a second later at the latest. */
  private static final long AT_RISK_NANOS = Duration.ofMillis(2500).toNanos();

  private static final int READS = 30;

  @RegisterExtension final Cabinet cabinet = new Cabinet();
  private final ReadCounter ledger =
      new ReadCounter(
          MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)),
          MeterRegisters.SDM630_IMPORT,
          System::nanoTime);
  private final List<Received> atCloud = new CopyOnWriteArrayList<>();
  private DemoBroker broker;
  private ApplianceProcess appliance;

  /** One row of an export. */
  private record Reading(long count, Instant time) {}

  @BeforeEach
  void anOutageFromTheBeginning() throws Exception {
    TcpFront meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, ledger)));
    broker = cabinet.add(new DemoBroker(0, InstantSource.system(), atCloud::add));
    broker.stop();
    CabinetConfig config =
        CabinetConfig.empty()
            .tcp("Lan", meter.port())
            .cloud("Cloud", broker.url())
            .everyCount("Lan")
            .spillAfter("500ms");
    config.json().withObject("/store").put("historyEvery", "1s");
    appliance = cabinet.appliance(config);
    readsOfMeter(READS);
  }

  @Test
  void everyReadingOfAnOutageCanBeTakenAwayAndStaysThere() throws Exception {
    long died = System.nanoTime();
    appliance.kill();
    appliance = cabinet.restart();
    readsOfMeter(2L * READS);
    long stopped = ledger.log().size();
    cabinet.stop();
    appliance = cabinet.restart();
    readsOfMeter(3L * READS);

    long safe = ledger.log().size() - 3L; // What is on its way at this moment may be missing.
    TreeSet<Long> atRisk = new TreeSet<>();
    for (Count count : ledger.log()) {
      if (count.nanos() > died - AT_RISK_NANOS && count.nanos() <= died + AT_RISK_NANOS) {
        atRisk.add(count.number());
      }
    }
    Map<Long, Instant> history = readings(HISTORY, List.of("path", "value", "time"));
    Map<Long, Instant> backlog = readings(BACKLOG, List.of("point", "value", "time"));
    for (Map<Long, Instant> export : List.of(history, backlog)) {
      for (long number = 1; number <= safe; number++) {
        assertTrue(
            export.containsKey(number) || atRisk.contains(number) || isCut(number, stopped),
            number + " of " + safe + " is missing in " + export.keySet());
      }
    }
    history.forEach((count, time) ->
        assertTrue(
            !backlog.containsKey(count) || backlog.get(count).equals(time),
            count + " has two times: " + time + " and " + backlog.get(count)));
    chartsAgreeWith(history);

    broker.start();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() ->
            TimeSeries.counts(atCloud, CabinetConfig.topic("Cloud")).containsAll(backlog.keySet()));
  }

  /** The last read before the stop may have been answered to nobody. */
  private static boolean isCut(long number, long stopped) {
    return number >= stopped - 1 && number <= stopped + 2;
  }

  @Test
  void aDamagedHistoryHarmsNothingElse() throws Exception {
    cabinet.stop();
    Path file = cabinet.data().resolve("history.db");
    byte[] damaged = Files.readAllBytes(file);
    Arrays.fill(damaged, 0, Math.min(damaged.length, 5000), (byte) 0);
    Files.write(file, damaged);
    long before = ledger.log().size();
    appliance = cabinet.restart();
    readsOfMeter(before + READS);

    String alarms = appliance.api().get("/api/v1/status").path("alarms").toString();
    assertTrue(alarms.contains("history.db.damaged-"), alarms);
    Map<Long, Instant> backlog = readings(BACKLOG, List.of("point", "value", "time"));
    assertTrue(backlog.containsKey(3L) && backlog.containsKey(before + READS - 3));
    Map<Long, Instant> history = readings(HISTORY, List.of("path", "value", "time"));
    assertTrue(history.containsKey(before + READS - 3), () -> "it has " + history.keySet());
  }

  /** By number, the same from both formats. */
  private Map<Long, Instant> readings(String export, List<String> columns) throws Exception {
    String csv = body(export + "csv");
    String lines = body(export + "jsonl");
    List<Reading> fromCsv = new ArrayList<>();
    List<String> rows = List.of(csv.split("\r\n"));
    List<String> header = List.of(rows.getFirst().split(","));
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",", -1);
      String value = cells[header.indexOf(columns.get(1))];
      if (!value.isEmpty()) {
        fromCsv.add(
            new Reading(
                Math.round(Double.parseDouble(value) / 1000),
                time(cells[header.indexOf(columns.get(2))])));
      }
    }
    List<Reading> fromJson = new ArrayList<>();
    for (String line : lines.split("\n")) {
      JsonNode row = JSON.readTree(line);
      assertTrue(row.has(columns.get(0)), line);
      if (!row.path(columns.get(1)).isNull()) {
        fromJson.add(
            new Reading(
                Math.round(row.path(columns.get(1)).asDouble() / 1000),
                time(row.path(columns.get(2)).asText())));
      }
    }
    // The second was made a little later, so it may have more.
    assertEquals(fromCsv, fromJson.subList(0, fromCsv.size()));
    Map<Long, Instant> all = new TreeMap<>();
    fromCsv.forEach(reading ->
        assertEquals(null, all.put(reading.count(), reading.time()), reading + " came twice"));
    return all;
  }

  /** The history keeps milliseconds, a backlog all that there is. */
  private static Instant time(String text) {
    return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
  }

  private String body(String path) throws Exception {
    HttpResponse<String> answer = appliance.api().ask(path);
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body();
  }

  /** Each point of a chart is what the readings of its time come to. */
  private void chartsAgreeWith(Map<Long, Instant> history) throws Exception {
    Instant from = history.values().stream().min(Instant::compareTo).orElseThrow();
    Instant to = history.values().stream().max(Instant::compareTo).orElseThrow().plusMillis(1);
    JsonNode chart =
        appliance
            .api()
            .get("/api/v1/history?path=%s&from=%s&to=%s&points=20".formatted(PATH, from, to))
            .path("series")
            .path(0);
    assertEquals("raw", chart.path("resolution").asText());
    long step = chart.path("stepMs").asLong();
    int points = chart.path("times").size();
    assertTrue(points > 5 && points <= 20, () -> points + " points");
    for (int i = 0; i < points; i++) {
      long begin = chart.path("times").path(i).asLong();
      List<Long> inside =
          history.entrySet().stream()
              .filter(one -> one.getValue().toEpochMilli() >= begin)
              .filter(one -> one.getValue().toEpochMilli() < begin + step)
              .map(Map.Entry::getKey)
              .toList();
      if (inside.isEmpty()) {
        assertEquals(0, chart.path("counts").path(i).asInt());
      } else {
        assertEquals(inside.size(), chart.path("counts").path(i).asInt());
        assertEquals(inside.getFirst(), number(chart, "min", i));
        assertEquals(inside.getLast(), number(chart, "max", i));
        assertEquals(inside.getLast(), number(chart, "last", i));
      }
    }
  }

  private static long number(JsonNode chart, String column, int point) {
    return Math.round(chart.path(column).path(point).asDouble() / 1000);
  }

  private void readsOfMeter(long wanted) {
    await().atMost(Duration.ofMinutes(2)).until(() -> ledger.log().size() >= wanted);
  }
}
