package io.busbar.appliance.cloud.fiware;

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
import io.busbar.appliance.cloud.Host;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.Session;
import io.busbar.appliance.process.SetOutcome;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FiwareTest extends ConnectorContract {
  private static final Host WLAN =
      new Host() {
        @Override
        public String version() {
          return "0.18.14";
        }

        @Override
        public Bearer bearer() {
          return new Bearer(21, 0.78);
        }

        @Override
        public Map<Fact, Value> facts() {
          return Map.of();
        }
      };
  private static final FiwareType TYPE = new FiwareType(WLAN);

  @Override
  protected Connector connector(List<ConnectorType.Point> points) {
    return TYPE.connector(
        context(new ConnectorType.Section("Realtime1", Duration.ofSeconds(30), points)),
        settings(List.of(), "together", false));
  }

  @Override
  protected int mostBytes() {
    return Fiware.MOST_BYTES;
  }

  @Override
  protected String time(Instant time) {
    return "\"TimeInstant\":\"" + time + '"';
  }

  /** Each case: sections, verticals, Sends, and the messages that they become. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "document-air-quality",
        "document-weather",
        "document-noise-level",
        "document-crowd-flow",
        "document-crowd-flow-event",
        "energy",
        "energy-of-two-meters",
        "broken-sensors",
        "part-of-a-structure",
        "replay",
        "single-attributes"
      })
  void sendsWhatTheGoldenFileSays(String name) throws Exception {
    JsonNode given = Golden.read("fiware/" + name + ".json");
    List<FiwareSettings.Vertical> verticals = new ArrayList<>();
    for (JsonNode vertical : given.path("verticals")) {
      Map<String, String> points = new TreeMap<>();
      vertical
          .path("points")
          .properties()
          .forEach(e -> points.put(e.getKey(), e.getValue().asText()));
      verticals.add(
          new FiwareSettings.Vertical(
              vertical.path("name").asText(), vertical.path("suffix").textValue(), points));
    }
    ConnectorType.Context context =
        context(Golden.sections(given).toArray(new ConnectorType.Section[0]));
    FiwareSettings settings =
        settings(verticals, given.path("attributes").asText("together"), false);
    assertEquals(List.of(), TYPE.check(context, settings));
    Connector connector = TYPE.connector(context, settings);
    assertEquals(
        Golden.read("fiware/" + name + ".expected.json"),
        Golden.messages(connector.on(new Event.Sends(Golden.entries(given)), NOW)));
  }

  @Test
  void reportsTheDeviceAndItsHealthAtOnceAndEveryFiveMinutes() throws Exception {
    Connector connector = connector(List.of());
    List<Effect> effects =
        connector.on(new Event.Connected(), Instant.parse("2023-03-20T13:45:00Z"));
    assertEquals(Golden.read("fiware/device.expected.json"), Golden.messages(effects));
    assertEquals(new Effect.Timer("device", Duration.ofMinutes(5)), effects.getLast());
    assertEquals(3, connector.on(new Event.Tick("device"), NOW).size());
  }

  @Test
  void leavesItsWillAtTheDeviceAndKeepsAliveForTwoMinutes() {
    Session session = TYPE.session(context(), settings(List.of(), "together", false));
    assertEquals(Duration.ofMinutes(2), session.keepAlive());
    assertEquals(
        new Message("/keydev/SmartSpot_DEV/attrs", "{\"status\":\"disconnected\"}", 1, false),
        session.will());
  }

  @Test
  void anArrayHasTwoElementsAtLeastAndTheLimitAtMost() throws Exception {
    Connector connector = connector(List.of(point("a"), point("b")));
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      entries.add(entry(i, NOW.plusSeconds(i), reading("a", 1.5, Quality.GOOD)));
    }
    List<Integer> sizes = new ArrayList<>();
    for (String payload : payloads(assertDone(connector, entries))) {
      sizes.add(Golden.JSON.readTree(payload).size());
    }
    assertEquals(List.of(50, 50, 20), sizes);
    String one = payloads(assertDone(connector, entries.subList(0, 1))).getFirst();
    assertTrue(one.startsWith("{"), one);
  }

  @Test
  void aCommandSetsAVariableAndIsAnswered() {
    Connector connector = commanded();
    List<Effect> effects =
        connector.on(command("{\"relay\":true,\"limit\":1.5,\"locked\":1}", false), NOW);
    assertEquals(
        List.of(
            new Effect.Set("0", "/Process/Lan/PAC1/relay", true),
            new Effect.Set("1", "/Process/Lan/PAC1/limit", 1.5),
            answer("{\"locked\":\"unknown, or a variable that can only be read\"}")),
        effects);
    assertEquals(
        List.of(answer("{\"relay\":\"done\"}")),
        connector.on(
            new Event.WasSet("0", new SetOutcome.Done("p", new Value.Bool(true), "")), NOW));
    assertEquals(
        List.of(answer("{\"limit\":\"failed: got 1500, want 0 to 10\"}")),
        connector.on(new Event.WasSet("1", new SetOutcome.Misfit("got 1500, want 0 to 10")), NOW));
    assertEquals(
        List.of(),
        connector.on(new Event.WasSet("1", new SetOutcome.Unknown("p")), NOW),
        "answered once");
  }

  @Test
  void aCommandIsInTheUnitOfItsAttribute() {
    ConnectorType.Point counter =
        new ConnectorType.Point("c", "/Process/Lan/PAC1/c", ValueType.REAL, "Wh", true, Map.of());
    Connector connector =
        TYPE.connector(
            context(new ConnectorType.Section("s", List.of(counter))),
            settings(
                List.of(
                    new FiwareSettings.Vertical(
                        "energy", null, Map.of("totalActiveEnergyImport", "c"))),
                "together",
                true));
    assertEquals(
        List.of(new Effect.Set("0", "/Process/Lan/PAC1/c", 1500.0)),
        connector.on(command("{\"totalActiveEnergyImport\":1.5}", false), NOW));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"relay\":true}|true", "[]|false", "{}|false", "{|false", "7|false"})
  void aCommandThatIsKeptOrNoObjectIsRefusedAndTold(String payload, boolean retained) {
    List<Effect> effects = commanded().on(command(payload, retained), NOW);
    assertEquals(1, effects.size());
    assertTrue(effects.getFirst() instanceof Effect.Status status && status.alarm());
  }

  @Test
  void commandsAreOffByDefault() {
    Connector connector =
        TYPE.connector(
            context(new ConnectorType.Section("s", relay())),
            settings(List.of(), "together", false));
    assertTrue(
        connector.on(new Event.Connected(), NOW).stream()
            .noneMatch(effect -> effect instanceof Effect.Subscribe));
    assertEquals(List.of(), connector.on(command("{\"relay\":true}", false), NOW));
  }

  @Test
  void saysWhatCannotBeSent() {
    ConnectorType.Section section =
        new ConnectorType.Section(
            "s",
            List.of(
                new ConnectorType.Point("a", "/Process/L/P/a", ValueType.REAL, "A", Map.of()),
                new ConnectorType.Point("b c", "/Process/L/P/b", ValueType.REAL, "", Map.of())));
    assertEquals(
        List.of("/sections/0/points/1/name"),
        paths(TYPE.check(context(section), settings(List.of(), "together", false))));
    List<FiwareSettings.Vertical> verticals =
        List.of(
            new FiwareSettings.Vertical("energy", null, Map.of("frequency", "a")),
            new FiwareSettings.Vertical("energy", null, Map.of("frequency", "z")),
            new FiwareSettings.Vertical("tanks", null, Map.of("level", "a")),
            new FiwareSettings.Vertical("tanks", "tko", Map.of("TimeInstant", "a")));
    assertEquals(
        List.of(
            "/settings/verticals/0/points/frequency",
            "/settings/verticals/1/points/frequency",
            "/settings/verticals/2/suffix",
            "/settings/verticals/3/points/TimeInstant"),
        paths(TYPE.check(context(section), settings(verticals, "together", false))));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"19, /broker/keepAlive", "20, -", "6000, -", "6001, /broker/keepAlive"})
  void holdsTheKeepAliveToThePlatformsLimits(int seconds, @Nullable String path) {
    BrokerSettings broker =
        new BrokerSettings(
            "ssl://h:1",
            "c",
            null,
            null,
            1,
            Duration.ofSeconds(seconds),
            null,
            null,
            20,
            null,
            null,
            null,
            null,
            null);
    ConnectorType.Context context =
        new ConnectorType.Context(context().gateway(), "c", broker, List.of());
    assertEquals(
        path == null ? List.of() : List.of(path),
        paths(TYPE.check(context, settings(List.of(), "together", false))));
  }

  private static List<String> paths(List<Problem> problems) {
    return problems.stream().map(Problem::path).toList();
  }

  private static Connector commanded() {
    Connector connector =
        TYPE.connector(
            context(new ConnectorType.Section("s", relay())),
            settings(
                List.of(
                    new FiwareSettings.Vertical(
                        "energy",
                        null,
                        Map.of("relay", "relay", "limit", "limit", "locked", "locked"))),
                "together",
                true));
    assertEquals(
        new Effect.Subscribe("/keyeno/SmartSpot_ENO/cmd", 1),
        connector.on(new Event.Connected(), NOW).getFirst());
    return connector;
  }

  private static List<ConnectorType.Point> relay() {
    return List.of(
        new ConnectorType.Point(
            "relay", "/Process/Lan/PAC1/relay", ValueType.BOOL, "", true, Map.of()),
        new ConnectorType.Point(
            "limit", "/Process/Lan/PAC1/limit", ValueType.REAL, "W", true, Map.of()),
        new ConnectorType.Point(
            "locked", "/Process/Lan/PAC1/locked", ValueType.INT, "", false, Map.of()));
  }

  private static Event command(String payload, boolean retained) {
    return new Event.Received(new Message("/keyeno/SmartSpot_ENO/cmd", payload, 1, retained));
  }

  private static Effect answer(String payload) {
    return new Effect.Publish(
        new Message("/keyeno/SmartSpot_ENO/cmdexe", payload, 1, false), List.of());
  }

  private static FiwareSettings settings(
      List<FiwareSettings.Vertical> verticals, String attributes, boolean commands) {
    return new FiwareSettings("key", "SmartSpot", verticals, null, attributes, true, commands);
  }

  private static ConnectorType.Context context(ConnectorType.Section... sections) {
    return new ConnectorType.Context(
        new ConnectorType.Gateway("SmartSpot", "BUSBAR", "ac67b2ce52da"),
        "Fiware",
        BrokerSettings.of("ssl://h:8883", "gw"),
        List.of(sections));
  }
}
