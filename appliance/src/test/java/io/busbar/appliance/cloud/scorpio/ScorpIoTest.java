package io.busbar.appliance.cloud.scorpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.ConnectorContract;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Golden;
import io.busbar.drivers.Quality;
import io.busbar.drivers.schema.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScorpIoTest {
  @Nested
  final class MetricsDialect extends ConnectorContract {
    @Override
    protected Connector connector(List<ConnectorType.Point> points) {
      return new ScorpIoType().connector(context(section(points)), metrics("42", Map.of()));
    }

    @Override
    protected int mostBytes() {
      return Metrics.MOST_BYTES;
    }

    @Override
    protected String time(Instant time) {
      return "\"timestamp\":" + time.toEpochMilli() + ",";
    }

    /** A reconnection gives birth anew, with the last values. */
    @Test
    void everyConnectionIsABirth() throws Exception {
      Connector connector = connector(List.of(point("a")));
      String first = payloads(connector.on(new Event.Connected(), NOW)).getFirst();
      assertEquals(metric("").replace(",}", "}"), first);
      assertDone(connector, List.of(entry(0, NOW, reading("a", 1.5, Quality.GOOD))));
      connector.on(new Event.Disconnected(), NOW);
      List<Effect> births = connector.on(new Event.Connected(), NOW.plusSeconds(60));
      assertEquals(List.of(metric("\"value\":1.5")), payloads(births));
      assertTrue(((Effect.Publish) births.getFirst()).message().retain());
    }

    private static String metric(String value) {
      return "{\"metrics\":[{\"name\":\"a\",\"dataType\":\"Double\",\"timestamp\":"
          + NOW.toEpochMilli()
          + ","
          + value
          + "}]}";
    }
  }

  @Nested
  final class MindSphereDialect extends ConnectorContract {
    @Override
    protected Connector connector(List<ConnectorType.Point> points) {
      return new ScorpIoType().connector(context(section(points)), mindSphere());
    }

    @Override
    protected int mostBytes() {
      return 100_000;
    }

    @Override
    protected String time(Instant time) {
      return '"' + time.toString() + '"';
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"devices", "data-types", "qualities"})
  void sendsWhatTheGoldenFileSays(String name) throws Exception {
    JsonNode given = Golden.read("scorpio/" + name + ".json");
    ConnectorType.Context context =
        context(Golden.sections(given).toArray(new ConnectorType.Section[0]));
    ScorpIoSettings settings = metrics("42", Map.of("Energy_4", "323636300039004C"));
    assertEquals(List.of(), new ScorpIoType().check(context, settings));
    Connector connector = new ScorpIoType().connector(context, settings);
    List<Effect> effects =
        new ArrayList<>(connector.on(new Event.Connected(), Instant.parse("2026-11-21T06:00:00Z")));
    effects.addAll(connector.on(new Event.Sends(Golden.entries(given)), Instant.EPOCH));
    assertEquals(Golden.read("scorpio/" + name + ".expected.json"), Golden.messages(effects));
  }

  /** Document 001: the same topics and messages as MindSphere's. */
  @Test
  void speaksAsMindSphereDoesInTheOtherDialect() throws Exception {
    JsonNode given = Golden.read("mindsphere/document-energy.json");
    Connector connector =
        new ScorpIoType()
            .connector(
                context(Golden.sections(given).toArray(new ConnectorType.Section[0])),
                mindSphere());
    List<Effect> effects = connector.on(new Event.Connected(), Instant.EPOCH);
    assertTrue(
        effects.contains(new Effect.Subscribe("tc/camexia/camexia_dash7_gateway_1/i/amo_v3/#", 1)));
    JsonNode sent =
        Golden.messages(connector.on(new Event.Sends(Golden.entries(given)), Instant.EPOCH)).get(0);
    assertEquals("tc/camexia/camexia_dash7_gateway_1/o/mc_v3/ts", sent.path("topic").asText());
    assertEquals(
        Golden.read("mindsphere/document-energy.expected.json").get(0), sent.path("payload"));
  }

  @Test
  void saysWhatCannotBeSent() {
    ConnectorType.Point typed =
        new ConnectorType.Point(
            "a",
            "/Process/Lan/PAC1/a",
            io.busbar.drivers.ValueType.REAL,
            "",
            Map.of("dataType", "Boolean"));
    ConnectorType.Context context =
        context(section(List.of(typed)), new ConnectorType.Section("B", List.of(typed)));
    assertEquals(
        List.of(
            "/settings/project",
            "/settings/devices/PAC1",
            "/sections/0/points/0/meta/dataType",
            "/sections/1/points/0/name",
            "/sections/1/points/0/meta/dataType"),
        paths(new ScorpIoType().check(context, metrics(null, Map.of("PAC1", "a/b")))));
    assertEquals(
        List.of("/settings/tenant", "/broker/qos"),
        paths(
            new ScorpIoType()
                .check(
                    new ConnectorType.Context(
                        context.gateway(),
                        "c",
                        BrokerSettings.of("ssl://h:1", "gw").withQos(2),
                        List.of()),
                    mindSphere())));
  }

  private static List<String> paths(List<Problem> problems) {
    return problems.stream().map(Problem::path).toList();
  }

  private static ConnectorType.Section section(List<ConnectorType.Point> points) {
    return new ConnectorType.Section("Realtime1", points);
  }

  private static ScorpIoSettings metrics(@Nullable String project, Map<String, String> devices) {
    return new ScorpIoSettings("metrics", project, "edge", devices, null, null, "string", true);
  }

  private static ScorpIoSettings mindSphere() {
    return new ScorpIoSettings("mindsphere", null, null, Map.of(), null, null, "string", true);
  }

  private static ConnectorType.Context context(ConnectorType.Section... sections) {
    return new ConnectorType.Context(
        new ConnectorType.Gateway("cabinet", "BUSBAR", "1"),
        "CloudConn",
        BrokerSettings.of("ssl://h:8883", "camexia_dash7_gateway_1"),
        List.of(sections));
  }
}
