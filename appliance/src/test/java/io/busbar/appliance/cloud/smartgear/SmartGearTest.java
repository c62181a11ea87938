package io.busbar.appliance.cloud.smartgear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.ConnectorContract;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Golden;
import io.busbar.appliance.cloud.Host;
import io.busbar.appliance.cloud.Message;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SmartGearTest extends ConnectorContract {
  private static final Host HOST =
      new Host() {
        @Override
        public String version() {
          return "1";
        }

        @Override
        public @Nullable Bearer bearer() {
          return null;
        }

        @Override
        public Map<Fact, Value> facts() {
          return Map.of(Fact.CPU_USED_PERCENT, new Value.Real(12.5));
        }
      };
  private static final SmartGearType TYPE = new SmartGearType(HOST);
  private final Map<String, String> codes = new HashMap<>();

  /** Every point of the contract has a code of its own, in a category that means nothing here. */
  @Override
  protected Connector connector(List<ConnectorType.Point> points) {
    points.forEach(point -> codes.put(point.path(), "99/" + (codes.size() + 1)));
    Map<String, String> byCode = new HashMap<>();
    codes.forEach((path, code) -> byCode.put(code, path));
    return TYPE.connector(
        context(new ConnectorType.Section("Realtime1", points)),
        settings("json", "si", byCode, null));
  }

  @Override
  protected String mark(ConnectorType.Point point) {
    return codes.get(point.path()) + "/7/PAC1/cabinet\n";
  }

  @Override
  protected int mostBytes() {
    return SmartGear.MOST_BYTES;
  }

  @Override
  protected String time(Instant time) {
    return "\"timestamp\":\"" + time + '"';
  }

  @Test
  void theTableHasEveryCodeOfTheDocumentAndItsName() throws Exception {
    List<String> wanted;
    try (InputStream in = getClass().getResourceAsStream("/cases/smartgear/document-codes.csv")) {
      wanted = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().sorted().toList();
    }
    List<String> got =
        Codes.ALL.stream()
            .filter(code -> code.code().matches("(11|21|48)/.*"))
            .map(code -> code.code() + ";" + code.name())
            .sorted()
            .toList();
    assertEquals(wanted, got);
    assertEquals(208, got.size());
    assertEquals(
        Codes.ALL.size(), new TreeSet<>(Codes.ALL.stream().map(Codes.Code::code).toList()).size());
  }

  @Test
  void everyComputedCodeIsInTheTableOnce() {
    List<String> computed = Computed.ALL.stream().map(Computed::code).toList();
    assertEquals(computed.size(), new TreeSet<>(computed).size());
    List<String> known = Codes.ALL.stream().map(Codes.Code::code).toList();
    assertTrue(known.containsAll(computed), computed::toString);
    for (Computed each : Computed.ALL) {
      each.inputs()
          .forEach(input -> assertTrue(Codes.of(input) != null, input + " of " + each.code()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canonical",
        "averages-and-maxima",
        "energies",
        "distortions",
        "given-codes",
        "json",
        "databus",
        "kilo",
        "qualities"
      })
  void sendsWhatTheGoldenFileSays(String name) throws Exception {
    JsonNode given = Golden.read("smartgear/" + name + ".json");
    Map<String, String> points = new HashMap<>();
    given.path("codes").properties().forEach(e -> points.put(e.getKey(), e.getValue().asText()));
    SmartGearSettings settings =
        settings(given.path("body").asText("raw"), given.path("units").asText("si"), points, null);
    ConnectorType.Context context =
        context(Golden.sections(given).toArray(new ConnectorType.Section[0]));
    assertEquals(List.of(), TYPE.check(context, settings));
    List<Effect> effects =
        TYPE.connector(context, settings).on(new Event.Sends(Golden.entries(given)), NOW);
    assertEquals(Golden.read("smartgear/" + name + ".expected.json"), Golden.messages(effects));
  }

  @Test
  void beatsEveryMinuteAndTellsHowTheMachineIs() {
    Connector connector = TYPE.connector(context(), settings("raw", "si", Map.of(), null));
    List<Effect> effects = connector.on(new Event.Connected(), NOW);
    assertEquals(
        List.of(
            publish("0/0/7/cabinet/cabinet", "true"),
            publish("0/23/7/cabinet/cabinet", "12.5"),
            publish("0/24/7/cabinet/cabinet", "87.5"),
            new Effect.Timer("heartbeat", Duration.ofSeconds(60))),
        effects);
    assertEquals(effects, connector.on(new Event.Tick("heartbeat"), NOW));
  }

  @Test
  void tellsOfVariablesThatHaveNoCode() {
    Connector connector =
        TYPE.connector(
            context(new ConnectorType.Section("s", List.of(at("a", "linkBudget")))),
            settings("raw", "si", Map.of(), null));
    List<Effect> effects = connector.on(new Event.Connected(), NOW);
    assertTrue(
        effects.getLast() instanceof Effect.Status status
            && status.text().contains("/Process/Lan/PAC1/linkBudget"));
  }

  @Test
  void holdsASessionThatLasts() {
    assertFalse(TYPE.session(context(), settings("raw", "si", Map.of(), null)).clean());
  }

  @Test
  void namesAndSourcesAreForAllDevicesOrByDevice() throws Exception {
    ByDevice one = DocumentSchema.mapper().readValue("\"x\"", ByDevice.class);
    ByDevice each = DocumentSchema.mapper().readValue("{\"PAC1\":\"y\"}", ByDevice.class);
    Topics topics =
        new Topics(new SmartGearSettings(7, each, one, Map.of(), "raw", "si", true), "cabinet");
    assertEquals("11/5/7/y/x", topics.of("11/5", "PAC1"));
    assertEquals("48/50/50/PAC2/x", topics.of("48/50", "PAC2"));
  }

  @Test
  void saysWhatCannotBeSent() {
    ConnectorType.Context context =
        context(new ConnectorType.Section("s", List.of(at("a", "frequency"))));
    ByDevice slash = new ByDevice("a/b", Map.of());
    assertEquals(
        List.of("/settings/deviceName"),
        paths(TYPE.check(context, settings("raw", "si", Map.of(), slash))));
    assertEquals(
        List.of("/settings/points/48"),
        paths(
            TYPE.check(
                context,
                settings("raw", "si", Map.of("48", "/Process/Lan/PAC1/frequency"), null))));
    assertEquals(
        List.of("/settings/points/48~131"),
        paths(TYPE.check(context, settings("raw", "si", Map.of("48/31", "/Process/no"), null))));
  }

  private static List<String> paths(List<Problem> problems) {
    return new ArrayList<>(problems.stream().map(Problem::path).toList());
  }

  private static Effect publish(String topic, String payload) {
    return new Effect.Publish(new Message(topic, payload, 0, false), List.of());
  }

  private static ConnectorType.Point at(String name, String variable) {
    return new ConnectorType.Point(
        name, "/Process/Lan/PAC1/" + variable, ValueType.REAL, "", Map.of());
  }

  private static SmartGearSettings settings(
      String body, String units, Map<String, String> points, @Nullable ByDevice name) {
    return new SmartGearSettings(7, name, null, points, body, units, true);
  }

  private static ConnectorType.Context context(ConnectorType.Section... sections) {
    return new ConnectorType.Context(
        new ConnectorType.Gateway("cabinet", "BUSBAR", "1"),
        "Gear",
        BrokerSettings.of("ssl://h:8883", "gw"),
        List.of(sections));
  }
}
