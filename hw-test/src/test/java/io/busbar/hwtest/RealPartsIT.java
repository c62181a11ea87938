package io.busbar.hwtest;

import static java.util.stream.Collectors.groupingBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.TimeSeries.Point;
import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.MosquittoSub;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.Peers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Other people's slaves, broker and subscriber, with the appliance between them. */
class RealPartsIT {
  /** What the slaves of src/test/peers hold. */
  private static final Map<String, Double> KNOWN =
      Map.of(
          "voltageL1",
          230.2,
          "voltageL2",
          231.1,
          "voltageL3",
          229.9,
          "currentL1",
          4.5,
          "currentL2",
          6.25,
          "currentL3",
          1.75,
          "activePowerL1",
          1000.0,
          "activePowerL2",
          1400.5,
          "activePowerTotal",
          2800.75,
          "frequency",
          50.02);

  private static final Map<String, String> UNITS =
      Map.of("voltageL1", "V", "currentL2", "A", "activePowerTotal", "W", "frequency", "Hz");

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  @NeedsPeer({Peer.PYMODBUS, Peer.MOSQUITTO, Peer.MOSQUITTO_SUB})
  void pymodbusOverTcpReachesMosquitto() throws Exception {
    int port = Ports.free(0);
    cabinet.add(Peers.pymodbusTcp(cabinet.folder(), port));
    reachesTheCloud(CabinetConfig.empty().tcp("Bus", port));
  }

  @Test
  @NeedsPeer({Peer.PYMODBUS, Peer.SOCAT, Peer.MOSQUITTO, Peer.MOSQUITTO_SUB})
  void pymodbusOnASerialLineReachesMosquitto() throws Exception {
    cabinet.add(Peers.socat(cabinet.folder()));
    cabinet.add(Peers.pymodbusRtu(cabinet.folder(), cabinet.folder().resolve("B")));
    reachesTheCloud(CabinetConfig.empty().rtu("Bus", cabinet.folder().resolve("A"), 1));
  }

  @Test
  @NeedsPeer({Peer.LIBMODBUS, Peer.MOSQUITTO, Peer.MOSQUITTO_SUB})
  void libmodbusOverTcpReachesMosquitto() throws Exception {
    int port = Ports.free(0);
    cabinet.add(Peers.libmodbus(cabinet.folder(), "tcp", "" + port).untilListening(port));
    reachesTheCloud(CabinetConfig.empty().tcp("Bus", port));
  }

  @Test
  @NeedsPeer({Peer.LIBMODBUS, Peer.SOCAT, Peer.MOSQUITTO, Peer.MOSQUITTO_SUB})
  void libmodbusOnASerialLineReachesMosquitto() throws Exception {
    cabinet.add(Peers.socat(cabinet.folder()));
    String far = cabinet.folder().resolve("B").toString();
    cabinet.add(Peers.libmodbus(cabinet.folder(), "rtu", far));
    reachesTheCloud(CabinetConfig.empty().rtu("Bus", cabinet.folder().resolve("A"), 1));
  }

  /** Values, units, times and topic of every known register. */
  private void reachesTheCloud(CabinetConfig config) throws Exception {
    Mosquitto broker = cabinet.add(Mosquitto.open(cabinet.folder()));
    MosquittoSub cloud = cabinet.add(new MosquittoSub(cabinet.folder(), broker));
    ApplianceProcess appliance =
        cabinet.appliance(
            config
                .cloud("Cloud", broker.url())
                .section("Realtime1", "1s", "Bus", KNOWN.keySet().stream().sorted().toList()));
    String topic = CabinetConfig.topic("Cloud");

    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> wholeMessages(TimeSeries.of(cloud.received(), topic)) >= 3);

    for (Received message : cloud.received()) {
      Instant newest = message.at().plusMillis(1);
      for (Point point : TimeSeries.of(List.of(message), topic)) {
        assertTrue(point.time().isBefore(newest), () -> point + " from the future of " + message);
        assertTrue(point.time().isAfter(newest.minusSeconds(60)), () -> point + " is too old");
      }
    }
    for (Point point : TimeSeries.of(cloud.received(), topic)) {
      if (point.isGood()) {
        assertEquals(
            KNOWN.getOrDefault(point.id(), Double.NaN), point.number(), 0.001, point::toString);
      }
    }
    for (Map.Entry<String, String> unit : UNITS.entrySet()) {
      String path = CabinetConfig.path("Bus", unit.getKey());
      assertEquals(unit.getValue(), Cabinet.value(appliance, path).path("unit").asText(), path);
    }
  }

  /** How many sendings had every point, all of them good. */
  private static long wholeMessages(List<Point> points) {
    return points.stream().filter(Point::isGood).collect(groupingBy(Point::time)).values().stream()
        .filter(together -> together.size() == KNOWN.size())
        .count();
  }
}
