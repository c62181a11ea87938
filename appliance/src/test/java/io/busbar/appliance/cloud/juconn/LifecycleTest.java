package io.busbar.appliance.cloud.juconn;

import static io.busbar.appliance.cloud.juconn.Talk.IDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.juconn.Ids.DataBroker;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LifecycleTest {
  private static final String GOOD =
      "{\"error_code\": 0, \"response_id\": \"%s\", \"gateway_id\": \"g1\","
          + " \"customer_id\": \"c1\"}";

  private Talk talk = new Talk(Talk.settings("JSON", true), List.of());

  /** What happens in a state, and the state and request that follow. */
  record Step(String given, String happens, String request, String timer) {
    @Override
    public String toString() {
      return given + ", " + happens + ": " + request + " " + timer;
    }
  }

  /**
   * Every transition. {@code request} is what is published, {@code timer} the timer: {@code answer}
   * for the time limit of an answer, {@code pause} for a repetition, {@code -} for none.
   */
  static Stream<Step> transitions() {
    return Stream.of(
        new Step("nothing", "connects", "gatewayRollout 01234567_1", "answer"),
        new Step("ids", "connects", "gatewayInit 01234567_init_1", "answer"),
        new Step("rollout", "good", "gatewayInit 01234567_init_1", "answer"),
        new Step("rollout", "good twice", "-", "-"),
        new Step("rollout", "404", "-", "pause"),
        new Step("rollout", "409", "-", "pause"),
        new Step("rollout", "500", "-", "pause"),
        new Step("rollout", "other id", "-", "pause"),
        new Step("rollout", "no ids", "-", "-"),
        new Step("rollout", "rubbish", "-", "-"),
        new Step("rollout", "silence", "-", "pause"),
        new Step("rollout refused", "time", "gatewayRollout 01234567_2", "answer"),
        new Step("rollout silent", "good", "gatewayInit 01234567_init_1", "answer"),
        new Step("rollout silent", "404", "-", "-"),
        new Step("rollout silent", "other id", "-", "-"),
        new Step("rollout silent", "time", "gatewayRollout 01234567_2", "answer"),
        new Step("rollout", "reconnects", "-", "pause"),
        new Step("init", "good", "-", "-"),
        new Step("init", "404", "-", "pause"),
        new Step("init", "other id", "-", "pause"),
        new Step("init", "rubbish", "-", "-"),
        new Step("init", "silence", "-", "pause"),
        new Step("init refused", "time", "gatewayRollout 01234567_2", "answer"),
        new Step("init refused, rollout refused", "time", "gatewayInit 01234567_init_2", "answer"),
        new Step("init refused, rollout silent", "time", "gatewayInit 01234567_init_2", "answer"),
        new Step("init silent", "time", "gatewayInit 01234567_init_2", "answer"),
        new Step("init silent", "good", "-", "-"),
        new Step("init", "reconnects", "-", "pause"),
        new Step("configured init refused", "time", "gatewayInit 01234567_init_2", "answer"),
        new Step("running", "good", "-", "-"),
        new Step("running", "404", "-", "-"),
        new Step("running", "time", "-", "-"),
        new Step("running", "reconnects", "gatewayInit 01234567_init_2", "answer"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transitions")
  void everyTransitionIsThatOfTheTable(Step step) {
    given(step.given());
    happens(step.happens());
    List<Message> published = talk.published();
    String request =
        published.isEmpty()
            ? "-"
            : published.getLast().topic().replaceFirst(".*/", "") + " " + talk.request();
    assertEquals(step.request(), request);
    Duration wait = talk.wait(Lifecycle.TIMER);
    switch (step.timer()) {
      case "answer" -> assertEquals(Talk.ANSWER_WITHIN, wait);
      case "pause" -> assertTrue(wait.toMillis() >= 2500 && wait.toMillis() <= 450_000, "" + wait);
      default -> assertEquals(Duration.ZERO, wait);
    }
  }

  private void given(String state) {
    switch (state) {
      case "nothing" -> {}
      case "ids" -> talk.memory.identity = new Identity(1, 0, IDS);
      case "rollout" -> talk.connect();
      case "rollout refused" -> after("rollout", "404");
      case "rollout silent" -> after("rollout", "silence");
      case "init" -> after("rollout", "good");
      case "init refused" -> after("init", "404");
      case "init refused, rollout refused" -> after("init refused", "time", "404");
      case "init refused, rollout silent" -> after("init refused", "time", "silence");
      case "init silent" -> after("init", "silence");
      case "running" -> after("init", "good");
      case "configured init refused" -> {
        talk = new Talk(Talk.settings("TiXML", false), List.of());
        talk.connect();
        happens("404");
      }
      default -> throw new IllegalArgumentException(state);
    }
  }

  private void after(String state, String... more) {
    given(state);
    List.of(more).forEach(this::happens);
  }

  private String lastRequest = "";
  private boolean initAsked;

  private void happens(String event) {
    remember();
    switch (event) {
      case "connects" -> talk.connect();
      case "reconnects" -> {
        talk.disconnect();
        talk.connect();
      }
      case "silence", "time" -> talk.tick();
      case "good" -> answer(GOOD.formatted(lastRequest));
      case "good twice" -> {
        String rollout = GOOD.formatted(lastRequest);
        talk.rolloutAnswer(rollout);
        talk.rolloutAnswer(rollout);
      }
      case "other id" -> answer(GOOD.formatted("01234567_999"));
      case "no ids" -> answer("{\"error_code\": 0, \"response_id\": \"" + lastRequest + "\"}");
      case "rubbish" -> answer("}{ \u0000 rubbish");
      default ->
          answer("{\"error_code\": %s, \"response_id\": \"%s\"}".formatted(event, lastRequest));
    }
    remember();
  }

  private void remember() {
    if (!talk.published().isEmpty()) {
      lastRequest = talk.request();
      initAsked = talk.published().getLast().topic().endsWith("gatewayInit");
    }
  }

  private void answer(String json) {
    if (initAsked) {
      talk.initAnswer(IDS, json);
    } else {
      talk.rolloutAnswer(json);
    }
  }

  @Test
  void theWaitsDoubleToFiveMinutesAndBeginAnewOnceItRuns() {
    talk.connect();
    double longest = 0;
    for (int i = 1; i <= 12; i++) {
      talk.tick();
      double seconds = talk.wait(Lifecycle.TIMER).toMillis() / 1000.0;
      double plain = Math.min(5 << (i - 1), 300);
      assertTrue(seconds >= plain / 2 && seconds <= plain * 1.5, i + ": " + seconds);
      longest = Math.max(longest, seconds);
      talk.tick();
      assertEquals("01234567_" + (i + 1), talk.request());
    }
    assertTrue(longest > 150);
    talk.rolloutAnswer(GOOD.formatted(talk.request()));
    talk.accepted();
    talk.disconnect();
    talk.connect();
    talk.tick();
    assertTrue(talk.wait(Lifecycle.TIMER).toMillis() <= 7500);
  }

  /** Section 2.1.2: permanently, and x grows across restarts. */
  @Test
  void idsAndNumbersSurviveARestart() {
    talk.connect();
    talk.tick();
    talk.tick();
    talk.rolloutAnswer(GOOD.formatted("01234567_2"));
    assertEquals(new Identity(2, 1, IDS), talk.memory.identity);
    Talk restarted = new Talk(Talk.settings("JSON", true), List.of());
    restarted.memory.identity = talk.memory.identity;
    restarted.connect();
    assertEquals("c1/fp/g1/gatewayInit", restarted.published().getFirst().topic());
    assertEquals("01234567_init_2", restarted.request());
    restarted.memory.identity = new Identity(2, 2, null);
    restarted.disconnect();
    restarted.connect();
    restarted.tick();
    assertEquals("01234567_3", restarted.request(), "forgotten by a reset");
  }

  @Test
  void aDiskThatIsFullIsToldAndHoldsNobodyUp() {
    talk.memory.full = true;
    talk.connect();
    assertTrue(talk.alarmed("No space left on device"));
    assertEquals("01234567_1", talk.request());
  }

  @Test
  void theAnswerIsListenedForBeforeItIsAskedFor() {
    List<Effect> effects = talk.connect();
    int subscribe = effects.indexOf(new Effect.Subscribe("fp/gatewayRolloutResult/01234567", 1));
    assertTrue(subscribe >= 0 && subscribe < effects.size() - 1);
    assertTrue(effects.get(subscribe + 1) instanceof Effect.Publish);
    assertEquals(new Effect.Ready(false, ""), effects.getFirst());
  }

  @Test
  void whenItRunsThePortalsVersionIsToldAndTheThreeChannelsAreOpen() {
    Talk running = new Talk(Talk.settings("TiXML", false), List.of());
    running.connect();
    running.initAnswer(
        IDS,
        """
        {
        <?xml version="1.0" encoding="UTF-8" ?>
        <error_code _="0"/>
        <response_id _="%s"/>
        <portal_version _="4.2.0" />
        }\
        """
            .formatted(running.request()));
    assertTrue(running.effects.contains(new Effect.Ready(true, "4.2.0")));
    for (String channel : List.of("config", "cmd", "state")) {
      assertTrue(running.effects.contains(new Effect.Subscribe("c1/fp/g1/" + channel, 1)));
    }
  }

  @ParameterizedTest
  @CsvSource({"404, not found", "409, not in the state", "500, request_id", "7, error 7"})
  void aRefusalIsToldInWords(int code, String words) {
    talk.connect();
    talk.rolloutAnswer("{\"error_code\": %d, \"response_id\": \"01234567_1\"}".formatted(code));
    assertTrue(talk.alarmed(words), talk.effects::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://portal:1883, broker.juconn.io, tcp://broker.juconn.io:1883",
    "ssl://portal:8883, broker.juconn.io, ssl://broker.juconn.io:8883",
    "tcp://portal:1883, broker.juconn.io:2883, tcp://broker.juconn.io:2883",
    "tcp://portal:1883, ssl://broker.juconn.io, ssl://broker.juconn.io:8883",
    "tcp://portal:1883, tcp://10.0.0.1:99, tcp://10.0.0.1:99",
    "wss://portal:443/mqtt, broker, wss://broker:443/mqtt",
    "tcp://portal, broker, tcp://broker"
  })
  void theDataConnectionGoesWhereTheAnswerSays(String base, String url, String expected) {
    BrokerSettings broker = BrokerSettings.of(base, "gateway-1");
    talk = new Talk(Talk.settings("JSON", true), List.of(), broker);
    talk.connector().broker(broker, 0);
    talk.connect();
    talk.rolloutAnswer(
        GOOD.formatted("01234567_1")
            .replace(
                "\"error_code\"",
                "\"data_broker_details\": {\"url\": \"" + url + "\", \"qos\": 0}, \"error_code\""));
    assertTrue(talk.effects.contains(new Effect.Redial()), talk.effects::toString);
    assertTrue(talk.published().isEmpty());
    talk.disconnect();
    BrokerSettings dialled = talk.connector().broker(broker, 0);
    assertEquals(expected, dialled.url());
    assertEquals(0, dialled.qos());
    talk.connect();
    assertEquals("c1/fp/g1/gatewayInit", talk.published().getFirst().topic());
    assertEquals(0, talk.published().getFirst().qos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://x", "a/b", "tcp://x y", "tcp://u:p@x", "tcp://plain:1883"})
  void aBrokerThatCannotBeOrIsNotEncryptedAnyMoreIsRefused(String url) {
    BrokerSettings broker = BrokerSettings.of("ssl://portal:8883", "gateway-1");
    talk = new Talk(Talk.settings("JSON", true), List.of(), broker);
    talk.connect();
    talk.rolloutAnswer(
        GOOD.formatted("01234567_1")
            .replace(
                "\"error_code\"",
                "\"data_broker_details\": {\"url\": \"" + url + "\"}, \"error_code\""));
    assertTrue(talk.alarmed("as url, want"), talk.effects::toString);
    assertEquals(null, talk.memory.identity.ids());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "+", "#", ""})
  void anIdThatIsNoPartOfATopicIsRefused(String id) {
    talk.connect();
    talk.rolloutAnswer(GOOD.formatted("01234567_1").replace("g1", id));
    assertTrue(talk.alarmed("gateway_id"), talk.effects::toString);
    assertEquals(null, talk.memory.identity.ids());
  }

  @Test
  void idsThatAreForgottenWhileTheNextAttemptWaitsDoNotComeBack() {
    talk.memory.identity = new Identity(1, 0, IDS);
    talk.connect();
    talk.tick();
    talk.memory.identity = new Identity(1, 1, null);
    talk.tick();
    assertEquals("01234567_2", talk.request());
    assertEquals(new Identity(2, 1, null), talk.memory.identity);
  }

  /** A portal that sends its gateways to a broker that is not there must not lose them. */
  @Test
  void aDataBrokerThatCannotBeReachedIsAskedForAnewAtTheConfiguredOne() {
    DataBroker gone = new DataBroker("gone", null);
    talk.memory.identity = new Identity(1, 1, new Ids("c1", "g1", gone));
    for (int failures = 0; failures < 5; failures++) {
      assertEquals("tcp://gone:1883", talk.connector().broker(Talk.BROKER, failures).url());
    }
    assertEquals(Talk.BROKER, talk.connector().broker(Talk.BROKER, 5));
    talk.connect();
    assertEquals("01234567_2", talk.request());
    talk.rolloutAnswer(GOOD.formatted("01234567_2"));
    assertEquals("01234567_init_2", talk.request());
    assertFalse(talk.effects.contains(new Effect.Redial()));
  }

  @Test
  void theSameBadDataBrokerAgainIsTriedAgainBeforeTheNextRollout() {
    talk.memory.identity = new Identity(1, 1, new Ids("c1", "g1", new DataBroker("gone", null)));
    talk.connector().broker(Talk.BROKER, 5);
    talk.connect();
    talk.rolloutAnswer(
        GOOD.formatted("01234567_2")
            .replace(
                "\"error_code\"", "\"data_broker_details\": {\"url\": \"gone\"}, \"error_code\""));
    assertTrue(talk.effects.contains(new Effect.Redial()));
    talk.disconnect();
    assertEquals("tcp://gone:1883", talk.connector().broker(Talk.BROKER, 5).url());
  }
}
