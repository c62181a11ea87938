package io.busbar.appliance.cloud.mindsphere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.ConnectorContract;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Golden;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.Quality;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MindSphereTest extends ConnectorContract {
  static final String CLIENT = "camexia_dash7_gateway_1";
  static final MindSphereSettings PLAIN = new MindSphereSettings(null, null, "string", false, Map.of());
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  protected Connector connector(List<ConnectorType.Point> points) {
    return new MindSphereType()
        .connector(context(CLIENT, 1, new ConnectorType.Section("Realtime1", points)), PLAIN);
  }

  @Override
  protected int mostBytes() {
    return 100_000;
  }

  @Override
  protected String time(Instant time) {
    return '"' + time.truncatedTo(ChronoUnit.MILLIS).toString() + '"';
  }

  /** Each case: sections, Sends, and the messages that they become. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "document-energy",
        "qualities",
        "numbers-as-texts",
        "numbers-as-numbers",
        "times",
        "one-name-in-two-sections"
      })
  void sendsWhatTheGoldenFileSays(String name) throws Exception {
    JsonNode given = Golden.read("mindsphere/" + name + ".json");
    MindSphereSettings settings =
        new MindSphereSettings(null, null, given.path("values").asText("string"), false, Map.of());
    Connector connector =
        new MindSphereType()
            .connector(
                context(CLIENT, 1, Golden.sections(given).toArray(new ConnectorType.Section[0])),
                settings);
    ArrayNode messages = JSON.createArrayNode();
    for (Effect effect : connector.on(new Event.Sends(Golden.entries(given)), NOW)) {
      if (effect instanceof Effect.Publish publish) {
        assertEquals("tc/camexia/camexia_dash7_gateway_1/o/mc_v3/ts", publish.message().topic());
        messages.add(JSON.readTree(publish.message().payload()));
      }
    }
    assertEquals(Golden.read("mindsphere/" + name + ".expected.json"), messages);
  }

  @Test
  void aMessageHasAHundredTimestampsAtMost() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      entries.add(entry(i, NOW.plusSeconds(i), reading("a", 1.5, Quality.GOOD)));
    }
    List<Effect> effects = assertDone(connector(List.of(point("a"))), entries);
    assertEquals(3, effects.size());
  }

  /** A report of false is no event; each event is told once more under the same id. */
  @Test
  void pointsThatAreEventsGoToTheTopicOfEvents() throws Exception {
    JsonNode given = Golden.read("mindsphere/events.json");
    ConnectorType.Context context =
        context(CLIENT, 1, Golden.sections(given).toArray(new ConnectorType.Section[0]));
    assertEquals(List.of(), new MindSphereType().check(context, PLAIN));
    Connector connector = new MindSphereType().connector(context, PLAIN);
    List<Effect> effects = assertDone(connector, Golden.entries(given));
    assertEquals(Golden.read("mindsphere/events.expected.json"), Golden.messages(effects));
    assertEquals(effects, assertDone(connector, Golden.entries(given)));
    List<Effect> alone = assertDone(connector, Golden.entries(given).subList(1, 2));
    assertEquals(1, alone.size());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "camexia_gw, -, 1, -",
        "camexia_gw, camexia, 0, -",
        "my_tenant_gw, my_tenant, 1, -",
        "gw, -, 1, /broker/clientId",
        "_gw, -, 1, /broker/clientId",
        "camexia_, -, 1, /broker/clientId",
        "camexia_gw, other, 1, /broker/clientId",
        "camexia_g/w, -, 1, /broker/clientId",
        "camexia_gw, -, 2, /broker/qos"
      })
  void checksTheClientIdAndTheQualityOfService(
      String clientId, @Nullable String tenant, int qos, @Nullable String path) {
    List<Problem> problems =
        new MindSphereType()
            .check(
                context(clientId, qos, new ConnectorType.Section("s", List.of(point("a")))),
                new MindSphereSettings(tenant, null, "string", true, Map.of()));
    assertEquals(
        path == null ? List.of() : List.of(path), problems.stream().map(Problem::path).toList());
  }

  @Test
  void refusesPointsThatCannotBeToldApart() {
    List<Problem> problems =
        new MindSphereType()
            .check(
                context(
                    CLIENT,
                    1,
                    new ConnectorType.Section("A", List.of(point("x"), point("y"), point("y"))),
                    new ConnectorType.Section("B", List.of(point("x"), point("A_x")))),
                PLAIN);
    assertEquals(
        List.of("/sections/0/points/2/name", "/sections/1/points/1/name"),
        problems.stream().map(Problem::path).toList());
    assertTrue(problems.getFirst().message().contains("`y` twice"));
  }

  static ConnectorType.Context context(
      String clientId, int qos, ConnectorType.Section... sections) {
    return new ConnectorType.Context(
        new ConnectorType.Gateway("energy_4", "BUSBAR", "1"),
        "CloudConn",
        BrokerSettings.of("ssl://h:8883", clientId).withQos(qos),
        List.of(sections));
  }

  static ConnectorType.Point point(String name, ValueType type, String unit) {
    return new ConnectorType.Point(name, "/Process/Radio/Energy_4/" + name, type, unit, Map.of());
  }
}
