package io.busbar.appliance.cloud.juconn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Message;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a portal and a network do in whatever order: a gateway never asks more often than its
 * waits allow, always has a timer or runs, never uses a number twice, and runs as soon as the
 * portal is sane again.
 */
final class LifecyclePropertyTest {
  private static final int EVENTS = 400;
  private static final int GATEWAYS = 1500;

  private Talk talk = new Talk(Talk.settings("JSON", true), List.of());
  private SplittableRandom random = new SplittableRandom(0);
  private boolean connected;
  private boolean runs;

  /** When the timer runs out, in simulated milliseconds; -1 when there is none. */
  private long due;

  private long now;
  private long lastRollout;
  private String rolloutRequest = "none";
  private String initRequest = "none";
  private int requests;
  private int connections;

  @Test
  void noOrderOfAnswersErrorsSilencesAndDisconnectionsHoldsAGatewayOrLetsItStorm() {
    for (int seed = 0; seed < GATEWAYS; seed++) {
      begin(seed);
      for (int i = 0; i < EVENTS; i++) {
        chance();
      }
      assertTrue(
          requests <= connections + now / 2500 + 1,
          requests + " requests in " + now / 1000 + " s and " + connections + " connections");
      recover();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 500})
  void aPortalThatRefusesForADayIsAskedAFewHundredTimes(int code) {
    begin(code);
    connect();
    while (now < 24 * 3_600_000L) {
      if (random.nextBoolean()) {
        answer(code, false);
      } else {
        time();
      }
    }
    assertTrue(requests < 700, requests + " requests");
    assertTrue(requests > 150, requests + " requests");
    recover();
  }

  private void begin(int seed) {
    random = new SplittableRandom(seed);
    talk = new Talk(Talk.settings(seed % 2 == 0 ? "JSON" : "TiXML", seed % 5 != 0), List.of());
    connected = false;
    runs = false;
    due = -1;
    now = 0;
    lastRollout = 0;
    rolloutRequest = "none";
    initRequest = "none";
    requests = 0;
    connections = 0;
  }

  private void chance() {
    switch (random.nextInt(12)) {
      case 0, 1 -> {
        if (connected) {
          disconnect();
        } else {
          connect();
        }
      }
      case 2 -> answer(0, false);
      case 3 -> answer(new int[] {404, 409, 500, -7}[random.nextInt(4)], false);
      case 4 -> answer(0, true);
      case 5 -> rubbish();
      case 6 -> {
        talk.memory.full = random.nextBoolean();
      }
      case 7 -> {
        answer(0, false);
        answer(0, false);
      }
      default -> time();
    }
  }

  /** From here on the portal answers as it should: within a few waits the gateway runs. */
  private void recover() {
    for (int i = 0; i < 12 && !runs; i++) {
      if (!connected) {
        connect();
      }
      answer(0, false);
      if (!runs) {
        time();
      }
    }
    assertTrue(runs, "stuck in " + talk.effects);
  }

  private void connect() {
    connected = true;
    connections++;
    BrokerSettings broker = talk.connector().broker(Talk.BROKER, random.nextInt(8));
    assertTrue(broker.url().startsWith("tcp://"));
    talk.connect();
    look();
  }

  private void disconnect() {
    connected = false;
    runs = false;
    due = -1;
    talk.disconnect();
    assertTrue(talk.published().isEmpty());
  }

  private void time() {
    if (connected && due >= 0) {
      now = due;
      due = -1;
      talk.tick();
      look();
    }
  }

  private void answer(int code, boolean otherId) {
    if (!connected) {
      return;
    }
    boolean init = random.nextInt(3) > 0 && !initRequest.equals("none");
    // Both, for a portal does not know what the gateway waits for.
    if (init) {
      talk.initAnswer(Talk.IDS, json(code, otherId ? "01234567_0" : initRequest));
      look();
    }
    if (connected) {
      talk.rolloutAnswer(json(code, otherId ? "x" : rolloutRequest));
      look();
    }
    if (connected && !runs && !init) {
      talk.initAnswer(Talk.IDS, json(code, otherId ? "" : initRequest));
      look();
    }
  }

  private String json(int code, String id) {
    String broker = random.nextInt(4) == 0 ? ", \"data_broker_details\": {\"url\": \"other\"}" : "";
    return "{\"error_code\": %d, \"response_id\": \"%s\", \"gateway_id\": \"g1\", \"customer_id\": \"c1\"%s}"
        .formatted(code, id, broker);
  }

  private void rubbish() {
    if (connected) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      talk.rolloutAnswer(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
      look();
      talk.initAnswer(Talk.IDS, "{\"error_code\": \"" + random.nextLong() + "\"}");
      look();
    }
  }

  /** What the last event led to. */
  private void look() {
    for (Message message : talk.published()) {
      String id = Talk.field(message, "request_id");
      if (message.topic().equals("fp/gatewayRollout")) {
        long number = Long.parseLong(id.substring(id.indexOf('_') + 1));
        assertTrue(number > lastRollout, "a number twice: " + id);
        lastRollout = number;
        rolloutRequest = id;
        requests++;
      } else if (message.topic().endsWith("gatewayInit")) {
        initRequest = id;
        requests++;
      }
    }
    for (Effect effect : talk.effects) {
      switch (effect) {
        case Effect.Timer timer -> {
          assertEquals(Lifecycle.TIMER, timer.name());
          assertTrue(timer.after().toMillis() >= 2500, timer::toString);
          due = now + timer.after().toMillis();
        }
        case Effect.Ready ready -> runs = ready.ready();
        default -> {}
      }
    }
    if (talk.effects.contains(new Effect.Redial())) {
      disconnect();
      connect();
      return;
    }
    assertTrue(runs || due >= 0, "neither runs nor waits");
  }
}
