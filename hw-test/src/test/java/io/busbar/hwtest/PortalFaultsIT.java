package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.portal.Manner;
import io.busbar.hwtest.portal.Portal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged appliance at a portal that answers as it should not, on Mosquitto, in both formats:
 * each fault is told in words, the next request has the next number, and in the end it runs. The
 * appliance waits 2 s for an answer and 1 s before it asks again.
 */
@NeedsPeer(Peer.MOSQUITTO)
class PortalFaultsIT {
  private static final String ROLLOUT = "fp/gatewayRollout";
  private static final String INIT = "/gatewayInit";

  private final PortalTalk talk = new PortalTalk();

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @ParameterizedTest
  @ValueSource(strings = {"TiXML", "JSON"})
  void aRolloutThatIsAnsweredWrongOrNotAtAllIsRepeated(String format) throws Exception {
    ApplianceProcess appliance =
        starts(
            format,
            portal ->
                portal.rollouts(new Manner.WrongId(), new Manner.Rubbish(), new Manner.Silent()));
    talk.await("/data", 1);
    assertEquals(numbers("", 4), talk.all(ROLLOUT, "request_id"));
    assertEquals(numbers("init_", 1), talk.all(INIT, "request_id"));
    assertTold(
        appliance,
        "rollout: got an answer to request `01234567_10`, want one to 01234567_1; asked again",
        "the answer to the rollout: ",
        "rollout: no answer within 2s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TiXML", "JSON"})
  void aRolloutThatIsRefusedIsRepeatedWhateverTheCode(String format) throws Exception {
    ApplianceProcess appliance =
        starts(
            format,
            portal ->
                portal.rollouts(
                    new Manner.Refuse(404), new Manner.Refuse(409), new Manner.Refuse(500)));
    talk.await("/data", 1);
    assertEquals(numbers("", 4), talk.all(ROLLOUT, "request_id"));
    assertTold(
        appliance,
        "rollout: the portal refuses it, error 404: gateway not found",
        "rollout: the portal refuses it, error 409: gateway not in the state for this",
        "rollout: the portal refuses it, error 500: request_id not understood");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TiXML", "JSON"})
  void anInitialisationThatIsAnsweredWrongOrNotAtAllIsRepeatedWithoutARollout(String format)
      throws Exception {
    ApplianceProcess appliance =
        starts(
            format,
            portal ->
                portal.inits(new Manner.WrongId(), new Manner.Rubbish(), new Manner.Silent()));
    talk.await("/data", 1);
    assertEquals(numbers("init_", 4), talk.all(INIT, "request_id"));
    assertEquals(numbers("", 1), talk.all(ROLLOUT, "request_id"));
    assertTold(
        appliance,
        "gatewayInit: got an answer to request `01234567_init_10`, want one to 01234567_init_1",
        "the answer to the gatewayInit: ",
        "gatewayInit: no answer within 2s");
  }

  /** Section 2.2.1: in the event of an error the rollout is repeated. */
  @ParameterizedTest
  @ValueSource(strings = {"TiXML", "JSON"})
  void anInitialisationThatIsRefusedIsARolloutMore(String format) throws Exception {
    ApplianceProcess appliance =
        starts(
            format,
            portal ->
                portal.inits(
                    new Manner.Refuse(404), new Manner.Refuse(409), new Manner.Refuse(500)));
    talk.await("/data", 1);
    assertEquals(numbers("init_", 4), talk.all(INIT, "request_id"));
    assertEquals(numbers("", 4), talk.all(ROLLOUT, "request_id"));
    assertTold(
        appliance,
        "gatewayInit: the portal refuses it, error 404",
        "gatewayInit: the portal refuses it, error 409",
        "gatewayInit: the portal refuses it, error 500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TiXML", "JSON"})
  void anAnswerThatComesLateOrTwiceIsOneAnswer(String format) throws Exception {
    Duration late = Duration.ofMillis(3500);
    ApplianceProcess appliance =
        starts(
            format,
            "20s",
            portal -> {
              portal.rollouts(new Manner.Late(late));
              portal.inits(new Manner.Twice());
            });
    talk.await("/data", 3);
    assertEquals(numbers("", 1), talk.all(ROLLOUT, "request_id"));
    assertEquals(numbers("init_", 1), talk.all(INIT, "request_id"));
    assertTold(appliance, "rollout: no answer within 2s");
    String message = "/Process/CloudConn/ConnectionStateMsg";
    await()
        .atMost(PortalTalk.PATIENCE)
        .until(() -> PortalTalk.shown(appliance, message).equals("connected"));
    assertEquals(Portal.VERSION, PortalTalk.shown(appliance, "/Process/CloudConn/BrokerVersion"));
  }

  /** How a portal is to behave. */
  @FunctionalInterface
  private interface Script {
    void of(Portal portal);
  }

  private ApplianceProcess starts(String format, Script script) throws Exception {
    return starts(format, "1s", script);
  }

  private ApplianceProcess starts(String format, String repeatAfter, Script script)
      throws Exception {
    Mosquitto broker = cabinet.add(Mosquitto.open(cabinet.folder()));
    script.of(cabinet.add(talk.at(broker.url())));
    CabinetConfig config = PortalTalk.gateway(broker.url(), format);
    ObjectNode settings = (ObjectNode) config.json().at("/connectors/0/settings");
    settings.put("answerWithin", "2s").put("repeatAfter", repeatAfter);
    return cabinet.appliance(config);
  }

  /** The first numbers of requests. */
  private static List<String> numbers(String kind, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> PortalTalk.SERIAL + "_" + kind + number)
        .toList();
  }

  private static void assertTold(ApplianceProcess appliance, String... words) throws Exception {
    String printed = appliance.printed();
    for (String each : words) {
      assertTrue(printed.contains("CloudConn: " + each), () -> each + " in\n" + printed);
    }
  }
}
