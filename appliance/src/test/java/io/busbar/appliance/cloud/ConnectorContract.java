package io.busbar.appliance.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.SetOutcome;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every platform's connector does with whatever the plant gives it: each Send leaves the queue
 * exactly once and in order, and no message is bigger than the platform takes.
 */
public abstract class ConnectorContract {
  protected static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
  private static final String UNICODE = "Zähler 1 – 電力 🔌 \"quoted\\\"";

  /** A connector of one section, {@code Realtime1}, with these points. */
  protected abstract Connector connector(List<ConnectorType.Point> points);

  /** Brings a connector to where it takes Sends. */
  protected void connect(Connector connector) {
    connector.on(new Event.Connected(), NOW);
  }

  /** The platform's limit for one message, in bytes. */
  protected abstract int mostBytes();

  /** The text in which this platform writes a time. */
  protected abstract String time(Instant time);

  /** What shows in topic or payload that a point was sent. */
  protected String mark(ConnectorType.Point point) {
    return point.name();
  }

  @Test
  void aSendWithoutReadingsDoesNotStayInTheQueue() {
    Connector connector = connected(point("a"));
    assertDone(connector, List.of(entry(0, NOW)));
  }

  @Test
  void aValueThatNeverWasIsNotInvented() {
    Connector connector = connected(point("a"), point("b"));
    List<Entry> entries =
        List.of(entry(0, NOW, reading("a", null, Quality.BAD), reading("b", 1.5, Quality.GOOD)));
    String text = String.join("", payloads(assertDone(connector, entries)));
    assertTrue(text.contains("1.5"), text);
    assertFalse(text.contains("NaN"), text);
    assertDone(connector, List.of(entry(1, NOW, reading("a", null, Quality.BAD))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GOOD", "UNCERTAIN", "BAD"})
  void aValueOfAnyQualityDoesNotStayInTheQueue(Quality quality) {
    Connector connector = connected(point("a"));
    assertDone(connector, List.of(entry(0, NOW, reading("a", 2.5, quality))));
  }

  @Test
  void aHugeBatchIsSplitAndKeepsItsOrder() {
    List<ConnectorType.Point> points =
        IntStream.range(0, 60).mapToObj(i -> point("point" + i)).toList();
    List<Entry> entries =
        IntStream.range(0, 700)
            .mapToObj(i ->
                entry(
                    i,
                    NOW.plusSeconds(i),
                    points.stream()
                        .map(point -> reading(point.name(), i + 0.5, Quality.GOOD))
                        .toArray(Send.Reading[]::new)))
            .toList();
    assertDone(connected(points.toArray(new ConnectorType.Point[0])), entries);
  }

  @Test
  void aSendThatIsBiggerThanAMessageIsDoneWithItsLastPart() {
    List<ConnectorType.Point> points =
        IntStream.range(0, 4000).mapToObj(i -> point("a point with a long name " + i)).toList();
    Send.Reading[] readings =
        points.stream()
            .map(point -> reading(point.name(), 1.5, Quality.GOOD))
            .toArray(Send.Reading[]::new);
    Connector connector = connected(points.toArray(new ConnectorType.Point[0]));
    List<Effect> effects =
        assertDone(connector, List.of(entry(0, NOW, readings), entry(1, NOW.plusSeconds(1))));
    String all = String.join("", payloads(effects)) + topics(effects);
    points.forEach(point -> assertTrue(all.contains(mark(point)), point.name()));
  }

  @Test
  void aTextThatNoMessageCanHoldDoesNotBlockTheOthers() {
    Connector connector = connected(point("a", ValueType.TEXT), point("b"));
    Send.Reading huge =
        new Send.Reading("a", new Value.Text("x".repeat(mostBytes() + 1)), Quality.GOOD, NOW);
    List<Effect> effects =
        assertDone(connector, List.of(entry(0, NOW, huge, reading("b", 1.5, Quality.GOOD))));
    assertTrue(String.join("", payloads(effects)).contains("1.5"));
    assertTrue(
        effects.stream().anyMatch(e -> e instanceof Effect.Status status && status.alarm()),
        "what is left out is told");
  }

  @Test
  void namesAndTextsInAnyScriptAreSentAsTheyAre() throws Exception {
    Connector connector = connected(point(UNICODE, ValueType.TEXT));
    Send.Reading reading = new Send.Reading(UNICODE, new Value.Text(UNICODE), Quality.GOOD, NOW);
    String text = payloads(assertDone(connector, List.of(entry(0, NOW, reading)))).getFirst();
    assertTrue(text.contains("Zähler 1 – 電力 🔌"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1901-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "1970-01-01T00:00:00Z",
        "2038-01-19T03:14:08Z",
        "2106-02-07T06:28:16.5Z"
      })
  void everyTimeIsSentAsItIs(Instant time) {
    List<Entry> entries = List.of(entry(0, time, reading("a", 1.5, Quality.GOOD)));
    String text = payloads(assertDone(connected(point("a")), entries)).getFirst();
    assertTrue(text.contains(time(time)), text);
  }

  /** NaN is no value at all (see Value.Real); these are the nearest to it that there are. */
  @ParameterizedTest
  @ValueSource(doubles = {0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, -1e-12, 1e17, 0.1 + 0.2})
  void everyNumberIsWrittenSoThatJsonReadsItBack(double number) throws Exception {
    Connector connector = connected(point("a"));
    List<Entry> entries = List.of(entry(0, NOW, reading("a", number, Quality.GOOD)));
    String text = payloads(assertDone(connector, entries)).getFirst();
    List<Double> found = new ArrayList<>();
    numbers(Golden.JSON.readTree(text), found);
    assertTrue(found.stream().anyMatch(got -> got == number), text);
  }

  /** Texts that are numbers count: a platform may want all values as texts. */
  private static void numbers(JsonNode node, List<Double> found) {
    if (node.isNumber() || node.asText().matches("-?[0-9.]+([eE]-?[0-9]+)?")) {
      found.add(node.asDouble());
    }
    node.forEach(child -> numbers(child, found));
  }

  @Test
  void aConnectorWithoutPointsConnectsAndGoesOn() {
    Connector connector = connected();
    connector.on(new Event.Disconnected(), NOW);
    connect(connector);
    assertDone(connector, List.of(entry(0, NOW)));
  }

  @Test
  void aPointThatIsNoLongerConfiguredDoesNotStayInTheQueue() {
    Connector connector = connected(point("a"));
    assertDone(connector, List.of(entry(0, NOW, reading("gone", 1.5, Quality.GOOD))));
  }

  /** A refused publish ends the connection, and the Sends come again, with later ones behind. */
  @Test
  void sendsThatWereRefusedAreSentAgainWithThoseThatFollowed() {
    Connector connector = connected(point("a"));
    Entry first = entry(0, NOW, reading("a", 1.5, Quality.GOOD));
    Entry second = entry(1, NOW.plusSeconds(5), reading("a", 2.5, Quality.GOOD));
    assertDone(connector, List.of(first));
    connector.on(new Event.Disconnected(), NOW);
    connect(connector);
    String again = String.join("", payloads(assertDone(connector, List.of(first, second))));
    assertTrue(again.indexOf("1.5") >= 0 && again.indexOf("1.5") < again.indexOf("2.5"), again);
  }

  @Test
  void theFirstValueAfterNothingIsSent() {
    Connector connector = connected(point("a"));
    assertDone(connector, List.of(entry(0, NOW, reading("a", null, Quality.BAD))));
    List<Entry> first = List.of(entry(1, NOW.plusSeconds(1), reading("a", 1.5, Quality.GOOD)));
    assertTrue(String.join("", payloads(assertDone(connector, first))).contains("1.5"));
  }

  @Test
  void messagesTicksAndOutcomesThatNobodyAskedForDoNoHarm() {
    Connector connector = connected(point("a"));
    for (String payload : List.of("", "{", "[]", "null", "{\"a\":1}", "\u0000", "[[[[")) {
      connector.on(new Event.Received(new Message("x/y/z", payload, 1, false)), NOW);
    }
    connector.on(new Event.Tick("nothing"), NOW);
    connector.on(new Event.WasSet("nothing", new SetOutcome.Unknown("/x")), NOW);
    connector.on(new Event.Ran("nothing", ""), NOW);
    assertDone(connector, List.of(entry(0, NOW, reading("a", 1.5, Quality.GOOD))));
  }

  @Test
  void aReconnectInTheMiddleRepeatsTheSame() {
    Connector connector = connected(point("a"));
    List<Entry> entries = List.of(entry(0, NOW, reading("a", 1.5, Quality.GOOD)));
    List<String> first = payloads(assertDone(connector, entries));
    connector.on(new Event.Disconnected(), NOW);
    connect(connector);
    assertEquals(first, payloads(assertDone(connector, entries)));
  }

  /** Every Send is acknowledged exactly once, in order; every message fits. */
  protected final List<Effect> assertDone(Connector connector, List<Entry> entries) {
    List<Effect> effects = connector.on(new Event.Sends(entries), NOW);
    List<Entry> done = new ArrayList<>();
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Publish(Message message, List<Entry> acknowledges) -> {
          done.addAll(acknowledges);
          int bytes = message.payload().getBytes(StandardCharsets.UTF_8).length;
          assertTrue(bytes <= mostBytes(), "got " + bytes + " bytes");
        }
        case Effect.Acknowledge(List<Entry> without) -> done.addAll(without);
        case Effect.Subscribe _, Effect.Timer _, Effect.Set _, Effect.Status _ -> {}
        case Effect.Run _, Effect.Ready _, Effect.Redial _ -> {}
      }
    }
    assertEquals(entries, done);
    return effects;
  }

  private static String topics(List<Effect> effects) {
    StringBuilder topics = new StringBuilder();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Publish publish) {
        topics.append(publish.message().topic()).append('\n');
      }
    }
    return topics.toString();
  }

  protected static List<String> payloads(List<Effect> effects) {
    List<String> payloads = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Publish publish) {
        payloads.add(publish.message().payload());
      }
    }
    return payloads;
  }

  protected static ConnectorType.Point point(String name) {
    return point(name, ValueType.REAL);
  }

  private static ConnectorType.Point point(String name, ValueType type) {
    return new ConnectorType.Point(
        name,
        "/Process/Lan/PAC1/" + Integer.toHexString(name.hashCode()),
        type,
        type == ValueType.REAL ? "W" : "",
        Map.of());
  }

  protected static Entry entry(long sequence, Instant time, Send.Reading... readings) {
    return new Entry(sequence, new Send("c", "Realtime1", time, List.of(readings)));
  }

  protected static Send.Reading reading(String point, @Nullable Double value, Quality quality) {
    return new Send.Reading(point, value == null ? null : new Value.Real(value), quality, NOW);
  }

  private Connector connected(ConnectorType.Point... points) {
    Connector connector = connector(List.of(points));
    connect(connector);
    return connector;
  }
}
