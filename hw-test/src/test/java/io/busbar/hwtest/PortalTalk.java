package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.portal.Portal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.MqttException;

/** What gateways said to one portal, and what a test asks of it. */
final class PortalTalk {
  static final String SERIAL = "01234567";

  /** A busy machine is slow, and the gateway's own waits grow. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final List<Received> seen = new CopyOnWriteArrayList<>();

  /** A portal that this hears. */
  Portal at(String url) throws MqttException {
    return new Portal(url, InstantSource.system(), seen::add);
  }

  /** A gateway with one variable and one connector, CloudConn. */
  static CabinetConfig gateway(String url, String format, String... allow) {
    CabinetConfig config = CabinetConfig.empty();
    ObjectNode root = config.json();
    ObjectNode variable = root.putArray("variables").addObject();
    variable.put("name", "Test").put("type", "int").put("value", 1).put("writable", true);
    ObjectNode settings = connector(config, "CloudConn", url, "gateway-" + SERIAL);
    settings.put("format", format);
    List.of(allow).forEach(settings.withArray("allow")::add);
    return config;
  }

  /**
   * Another connector, which sends the variable every second.
   *
   * @return its settings
   */
  static ObjectNode connector(CabinetConfig config, String name, String url, String clientId) {
    ObjectNode cloud = config.json().withArray("connectors").addObject();
    cloud.put("name", name).put("type", "juconn");
    cloud.putObject("broker").put("url", url).put("clientId", clientId);
    ObjectNode section = cloud.putArray("sections").addObject();
    section.put("name", "Realtime1").put("send", "1s");
    section.putArray("points").addObject().put("name", "Test").put("path", "/Process/PV/Test");
    return cloud.putObject("settings");
  }

  /** A request in either format, with its fields behind those that every one has. */
  static String request(String format, String id, String serial, String rest) {
    if (format.equals("JSON")) {
      return "{\"request_id\": \"%s\", \"serial_number\": \"%s\"%s}"
          .formatted(id, serial, rest.isEmpty() ? "" : ", " + rest);
    }
    return "{\n<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<request_id _=\"%s\"/>\n<serial_number _=\"%s\" />\n%s\n}"
        .formatted(id, serial, rest);
  }

  /** Asks the gateway that the portal rolled out. */
  static void ask(Portal portal, String channel, String format, String id, String rest)
      throws MqttException {
    portal.send(SERIAL, channel, request(format, id, SERIAL, rest));
  }

  /** How many messages came on a topic with this end. */
  int count(String topic) {
    return (int) seen.stream().filter(message -> message.topic().endsWith(topic)).count();
  }

  /** The last message on such a topic; empty while there is none. */
  String last(String topic) {
    return payloads(topic).reduce("", (_, later) -> later);
  }

  /** A field of all messages on such a topic, in their order. */
  List<String> all(String topic, String field) {
    return payloads(topic).map(payload -> String.valueOf(Portal.field(payload, field))).toList();
  }

  private Stream<String> payloads(String topic) {
    return seen.stream().filter(message -> message.topic().endsWith(topic)).map(Received::payload);
  }

  /** Waits for so many messages on such a topic. */
  void await(String topic, int least) {
    Awaitility.await(topic).atMost(PATIENCE).until(() -> count(topic) >= least);
  }

  /** The answers to a request, of which there is at least one. */
  List<String> answers(String topic, String id) {
    return Awaitility.await(id)
        .atMost(PATIENCE)
        .until(
            () ->
                payloads(topic)
                    .filter(payload -> id.equals(Portal.field(payload, "response_id")))
                    .toList(),
            found -> !found.isEmpty());
  }

  /** The answer to a request has this error code. */
  void assertAnswered(String topic, String id, int code) {
    assertAnswered(topic, id, code, "");
  }

  /** The answer to a request has this error code and these words. */
  void assertAnswered(String topic, String id, int code, String words) {
    String answer = answers(topic, id).getFirst();
    assertTrue(Integer.toString(code).equals(Portal.field(answer, "error_code")), answer);
    assertTrue(answer.contains(words), () -> "got " + answer + ", want " + words);
  }

  static String shown(ApplianceProcess appliance, String path)
      throws IOException, InterruptedException {
    return Cabinet.value(appliance, path).path("value").asText();
  }
}
