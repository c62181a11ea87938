package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.hwtest.TimeSeries.Point;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.ReadCounter;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole road with nothing but this project and Maven: simulated meter, embedded broker. */
class StandInIT {
  private static final int WINDOW = 20;
  private final InstantSource clock = InstantSource.system();
  private final List<Received> atCloud = new CopyOnWriteArrayList<>();
  private final ReadCounter counter =
      new ReadCounter(
          MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)),
          MeterRegisters.SDM630_IMPORT,
          System::nanoTime);

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void valuesOfTheMeterReachTheCloud() throws Exception {
    TcpFront meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, counter)));
    DemoBroker broker = cabinet.add(new DemoBroker(0, clock, atCloud::add));
    Instant before = clock.instant();
    ApplianceProcess appliance =
        cabinet.appliance(
            CabinetConfig.empty()
                .tcp("Lan", meter.port())
                .cloud("Cloud", broker.url())
                .section("Realtime1", "1s", "Lan", List.of("voltageL1", "activePowerTotal")));

    await().atMost(Cabinet.SOON).until(() -> points("voltageL1").size() >= 3);

    Point volts = points("voltageL1").getLast();
    assertEquals(230, volts.number(), 10);
    assertTrue(volts.isGood());
    assertTrue(!volts.time().isBefore(before) && !volts.time().isAfter(clock.instant()));
    assertEquals(volts.time(), points("activePowerTotal").getLast().time());

    JsonNode shown = Cabinet.value(appliance, CabinetConfig.path("Lan", "activePowerTotal"));
    assertEquals("W", shown.path("unit").asText());
    assertEquals("GOOD", shown.path("quality").asText());
    assertTrue(shown.path("value").asDouble() > 500);
    assertTrue(shown.path("ageMs").asLong() < 5000);
    assertEquals("connected", Cabinet.connector(appliance, "Cloud").path("state").asText());
  }

  @Test
  void nothingIsMissingAfterAnOutageOfTheBroker() throws Exception {
    TcpFront meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, counter)));
    DemoBroker broker = cabinet.add(new DemoBroker(0, clock, atCloud::add));
    cabinet.appliance(
        CabinetConfig.empty()
            .tcp("Lan", meter.port())
            .cloud("Cloud", broker.url())
            .everyCount("Lan"));
    await().atMost(Cabinet.SOON).until(() -> counts().size() >= 3);

    broker.stop();
    TimeUnit.SECONDS.sleep(8);
    long atEnd = counter.log().getLast().number();
    broker.start();

    await().atMost(Duration.ofMinutes(2)).until(() -> counts().contains(atEnd + 3));
    assertEquals(List.of(), Oracle.faults(counts(), WINDOW));
  }

  @Test
  void aMeterThatDiesTurnsBadWithItsReasonAndRecovers() throws Exception {
    TcpFront meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, counter)));
    ApplianceProcess appliance =
        cabinet.appliance(
            CabinetConfig.empty()
                .tcp("Lan", meter.port())
                .cloud("Cloud", "tcp://127.0.0.1:1")
                .section("Realtime1", "1s", "Lan", List.of("voltageL1")));
    String path = CabinetConfig.path("Lan", "voltageL1");
    await().atMost(Cabinet.SOON).until(() -> quality(appliance, path).equals("GOOD"));

    meter.close();
    await().atMost(Cabinet.SOON).until(() -> quality(appliance, path).equals("BAD"));
    String reason = Cabinet.value(appliance, path).path("reason").asText();
    assertTrue(reason.contains("127.0.0.1 port " + meter.port()), reason);

    cabinet.add(new TcpFront(meter.port(), new ModbusSlave(1, counter)));
    await().atMost(Duration.ofMinutes(1)).until(() -> quality(appliance, path).equals("GOOD"));
  }

  private static String quality(ApplianceProcess appliance, String path) throws Exception {
    return Cabinet.value(appliance, path).path("quality").asText();
  }

  private List<Long> counts() {
    return TimeSeries.counts(atCloud, CabinetConfig.topic("Cloud"));
  }

  private List<Point> points(String id) {
    return TimeSeries.of(atCloud, CabinetConfig.topic("Cloud")).stream()
        .filter(point -> point.id().equals(id))
        .toList();
  }
}
