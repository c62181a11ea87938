package io.busbar.appliance.cloud.mindsphere;

import static io.busbar.appliance.cloud.mindsphere.MindSphereTest.context;
import static io.busbar.appliance.cloud.mindsphere.MindSphereTest.point;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Golden;
import io.busbar.appliance.cloud.Message;
import io.busbar.drivers.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OnboardingTest {
  private static final String TIMER = "onboarding";
  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
  private static final String TOPICS = "tc/camexia/" + MindSphereTest.CLIENT;
  private static final MindSphereSettings SETTINGS =
      new MindSphereSettings(null, null, "string", true, Map.of());
  private static final ConnectorType.Section ENERGY =
      new ConnectorType.Section(
          "Realtime1",
          List.of(
              point("realEnergy", ValueType.INT, "Wh"),
              point("apparentEnergy", ValueType.INT, "VAh"),
              point("validEnergy", ValueType.BOOL, ""),
              point("linkBudget", ValueType.INT, "dB")));

  private final MindSphereType type = new MindSphereType();
  private Connector connector = type.connector(context(MindSphereTest.CLIENT, 1, ENERGY), SETTINGS);

  @Test
  void uploadsTheModelOfTheDocumentWithItsMistakesCorrected() throws Exception {
    ObjectNode model = (ObjectNode) new ObjectMapper().readTree(publish(connect()).payload());
    model.remove("id");
    assertEquals(Golden.read("mindsphere/model.expected.json"), model);
  }

  @Test
  void theModelNamesTheSameDataPointsAsTheTimeSeriesAndOnlyNamesThatThePlatformTakes()
      throws Exception {
    ConnectorType.Point styled =
        new ConnectorType.Point(
            "1 Zähler-ä", "/Process/x", ValueType.TEXT, "", Map.of("unit", "°C"));
    connector =
        type.connector(
            context(
                MindSphereTest.CLIENT,
                1,
                new ConnectorType.Section("a.b", List.of(styled, point("p", ValueType.REAL, "W"))),
                new ConnectorType.Section("a-b", List.of(point("p", ValueType.REAL, "")))),
            SETTINGS);
    JsonNode data = new ObjectMapper().readTree(publish(connect()).payload()).path("data");
    List<String> ids = new ArrayList<>();
    data.at("/mappingModel/mappings").forEach(m -> ids.add(m.path("dataPointId").asText()));
    assertEquals(List.of("1 Zähler-ä", "a.b_p", "a-b_p"), ids);
    assertEquals(
        "{\"name\":\"_1_Z_hler__\",\"dataType\":\"STRING\",\"unit\":\"°C\",\"searchable\":true,"
            + "\"length\":255,\"qualityCode\":true}",
        data.at("/typeModel/aspectTypes/0/variables/0").toString());
    assertEquals(
        "camexia.energy_4_a_b_AspectType", data.at("/typeModel/aspectTypes/0/id").asText());
    assertEquals(
        "camexia.energy_4_a_b_2_AspectType", data.at("/typeModel/aspectTypes/1/id").asText());
  }

  @Test
  void instantiatesWhenTheModelIsTakenAndDoesNotAskAgain() throws Exception {
    List<Effect> first = connect();
    assertTrue(first.contains(new Effect.Subscribe(TOPICS + "/i/amo_v3/#", 1)));
    assertEquals(TOPICS + "/o/amo_v3/m", publish(first).topic());
    assertTrue(publishes(answer("ms", "InProgress", "20% completed.")).isEmpty());
    Message instantiate = publish(answer("ms", "Success", ""));
    assertEquals(TOPICS + "/o/amo_v3/i", instantiate.topic());
    assertEquals(
        Golden.read("mindsphere/instantiate.expected.json"),
        new ObjectMapper().readTree(instantiate.payload()));
    assertEquals(
        List.of(new Effect.Status("data model energy_4 is instantiated", false)),
        answer("ip", "Success", ""));
    connector.on(new Event.Disconnected(), NOW);
    assertTrue(publishes(connect()).isEmpty());
    connector = type.connector(context(MindSphereTest.CLIENT, 1, ENERGY), SETTINGS);
    assertTrue(publishes(connect()).isEmpty(), "a new connector of the same model");
    ConnectorType.Section other = new ConnectorType.Section("Realtime2", ENERGY.points());
    connector = type.connector(context(MindSphereTest.CLIENT, 1, other), SETTINGS);
    assertFalse(publishes(connect()).isEmpty(), "a changed model");
  }

  @Test
  void showsARefusalInThePlatformsOwnWordsAndTriesAgainLaterAndLater() throws Exception {
    connect();
    List<Effect> refused =
        received(
            "ms",
            "{\"data\":{\"status\":\"Failed\",\"message\":\"model is bad\",\"errors\":[{\"e\":7}]}}");
    Effect.Status status = (Effect.Status) refused.getFirst();
    assertTrue(status.alarm());
    assertTrue(status.text().contains("model is bad [{\"e\":7}]"), status.text());
    assertEquals(new Effect.Timer(TIMER, Duration.ofMinutes(1)), refused.getLast());
    connector.on(new Event.Disconnected(), NOW);
    List<Effect> again = connect();
    assertTrue(publishes(again).isEmpty(), "a reconnection is no reason to hurry");
    assertEquals(new Effect.Timer(TIMER, Duration.ofMinutes(1)), again.getLast());
    assertEquals(TOPICS + "/o/amo_v3/m", publish(tick()).topic());
    assertEquals(
        new Effect.Timer(TIMER, Duration.ofMinutes(2)),
        answer("ms", "Failed", "still bad").getLast());
  }

  @Test
  void tellsThatAnAnswerIsMissingAndTriesAgain() {
    assertTrue(connect().contains(new Effect.Timer(TIMER, Duration.ofSeconds(60))));
    List<Effect> effects = tick();
    assertTrue(((Effect.Status) effects.getFirst()).text().contains("no answer"));
    assertTrue(publishes(effects).isEmpty());
    assertEquals(TOPICS + "/o/amo_v3/m", publish(tick()).topic());
  }

  @Test
  void ignoresAnswersThatAreNotMeantForItsQuestion() {
    connect();
    assertEquals(List.of(), answer("ip", "Success", ""));
    assertEquals(List.of(), received("xx", "{}"));
    assertEquals(
        List.of(), received("ms", "{\"requestId\":\"other\",\"data\":{\"status\":\"Success\"}}"));
    assertTrue(((Effect.Status) received("ms", "oops").getFirst()).alarm());
  }

  @Test
  void doesNotUploadAModelThatIsTooBigForAMessage() {
    List<ConnectorType.Point> points = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      points.add(point("point" + i, ValueType.REAL, "W"));
    }
    connector =
        type.connector(
            context(MindSphereTest.CLIENT, 1, new ConnectorType.Section("s", points)), SETTINGS);
    List<Effect> effects = connect();
    assertTrue(publishes(effects).isEmpty());
    assertTrue(((Effect.Status) effects.getLast()).text().contains("want at most 131072"));
  }

  @Test
  void saysNothingWhenOnboardingIsOff() {
    connector = type.connector(context(MindSphereTest.CLIENT, 1, ENERGY), MindSphereTest.PLAIN);
    assertEquals(List.of(), connect());
  }

  private List<Effect> connect() {
    return connector.on(new Event.Connected(), NOW);
  }

  private List<Effect> tick() {
    return connector.on(new Event.Tick(TIMER), NOW);
  }

  private List<Effect> answer(String topic, String status, String message) {
    return received(
        topic,
        "{\"id\":\"1\",\"data\":{\"message\":\"" + message + "\",\"status\":\"" + status + "\"}}");
  }

  private List<Effect> received(String topic, String payload) {
    return connector.on(
        new Event.Received(new Message(TOPICS + "/i/amo_v3/" + topic, payload, 1, false)), NOW);
  }

  private static Message publish(List<Effect> effects) {
    return publishes(effects).getFirst();
  }

  private static List<Message> publishes(List<Effect> effects) {
    List<Message> messages = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Publish publish) {
        assertEquals(List.of(), publish.acknowledges());
        messages.add(publish.message());
      }
    }
    return messages;
  }
}
