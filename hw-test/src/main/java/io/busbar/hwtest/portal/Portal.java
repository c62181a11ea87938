package io.busbar.hwtest.portal;

import io.busbar.hwtest.Received;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/**
 * A portal at a broker. It gives gateways their ids and takes their data models, each request as
 * its script says and well when the script is at its end, and sends what it is told on the feedback
 * channels. It answers in the format it was asked in.
 */
public final class Portal implements AutoCloseable {
  /** The customer that every gateway belongs to. */
  public static final String CUSTOMER = "customer-1";

  public static final String VERSION = "simulated-1.0";

  private static final List<String> FILTERS =
      List.of(
          "fp/gatewayRollout",
          "+/fp/+/gatewayInit",
          "+/fp/+/data",
          "+/fp/+/configResult",
          "+/fp/+/cmdResult",
          "+/fp/+/stateResult");

  /** A field of either format: {@code <request_id _="7"/>} or {@code "request_id": "7"}. */
  private static final String FIELD =
      "(?:<%1$s\\s+_\\s*=\\s*\"([^\"]*)\")|(?:\"%1$s\"\\s*:\\s*\"?([^\",}]*))";

  private final InstantSource clock;
  private final Consumer<Received> seen;
  private final MqttAsyncClient client;
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final Queue<Manner> rollouts = new ConcurrentLinkedQueue<>();
  private final Queue<Manner> inits = new ConcurrentLinkedQueue<>();
  private final Map<String, String> more = new ConcurrentHashMap<>();

  /**
   * Connects, and comes back whenever the broker does.
   *
   * @param seen told of everything that gateways say, from the client's thread
   * @throws MqttException there is no broker
   */
  public Portal(String url, InstantSource clock, Consumer<Received> seen) throws MqttException {
    this.clock = clock;
    this.seen = seen;
    this.client =
        new MqttAsyncClient(url, MqttAsyncClient.generateClientId(), new MemoryPersistence());
    client.setCallback(new Ear());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setAutomaticReconnect(true);
    options.setMaxReconnectDelay(1000);
    options.setMaxInflight(10_000);
    client.connect(options).waitForCompletion();
  }

  /** How the next rollouts are answered. */
  public void rollouts(Manner... manners) {
    rollouts.addAll(List.of(manners));
  }

  /** How the next initialisations are answered. */
  public void inits(Manner... manners) {
    inits.addAll(List.of(manners));
  }

  /**
   * What every good answer to a rollout holds beside the ids, in the format of the gateways.
   *
   * @param text {@code <data_broker_details>...} or {@code "data_broker_details": {...}}
   */
  public void add(String text) {
    more.put("rollout", text);
  }

  /** The id that a gateway gets. */
  public static String gatewayId(String serialNumber) {
    return "gateway-" + serialNumber;
  }

  /** Sends something to a gateway on {@code config}, {@code cmd} or {@code state}. */
  public void send(String serialNumber, String channel, String payload) throws MqttException {
    publish(CUSTOMER + "/fp/" + gatewayId(serialNumber) + "/" + channel, payload);
  }

  /** The value of a field of a message; null when it has none. */
  public static @Nullable String field(String payload, String name) {
    Matcher found = Pattern.compile(FIELD.formatted(name)).matcher(payload);
    if (!found.find()) {
      return null;
    }
    String text = found.group(1);
    return text == null ? found.group(2).strip() : text;
  }

  @Override
  public void close() throws MqttException {
    later.shutdownNow();
    if (client.isConnected()) {
      client.disconnect().waitForCompletion();
    }
    client.close(true);
  }

  private void publish(String topic, String payload) throws MqttException {
    client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
  }

  private void asked(String topic, String payload) throws MqttException {
    if (topic.equals("fp/gatewayRollout")) {
      String serial = String.valueOf(field(payload, "serial_number"));
      String ids =
          fields(payload, "gateway_id", gatewayId(serial), "customer_id", CUSTOMER)
              + more.getOrDefault("rollout", "");
      answer("fp/gatewayRolloutResult/" + serial, payload, ids, rollouts.poll());
    } else if (topic.endsWith("/gatewayInit")) {
      answer(topic + "Result", payload, fields(payload, "portal_version", VERSION), inits.poll());
    }
  }

  private void answer(String topic, String request, String rest, @Nullable Manner manner)
      throws MqttException {
    String id = String.valueOf(field(request, "request_id"));
    String good = answer(request, 0, id, rest);
    switch (manner) {
      case null -> publish(topic, good);
      case Manner.Accept() -> publish(topic, good);
      case Manner.Refuse(int code) -> publish(topic, answer(request, code, id, ""));
      case Manner.Late(Duration after) -> delayed(topic, good, after);
      case Manner.Twice() -> {
        publish(topic, good);
        publish(topic, good);
      }
      case Manner.WrongId() -> publish(topic, answer(request, 0, id + "0", rest));
      case Manner.Rubbish() -> publish(topic, "{\n<error_code _=\"");
      case Manner.Silent() -> {}
    }
  }

  /** By then the broker may be gone, and the answer is lost as on any line. */
  private void delayed(String topic, String payload, Duration after) {
    Future<?> _ =
        later.schedule(
            () -> {
              publish(topic, payload);
              return null;
            },
            after.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static boolean isJson(String request) {
    return !request.contains("<");
  }

  private static String answer(String request, int code, String id, String rest) {
    return isJson(request)
        ? "{\"error_code\": %d, \"response_id\": \"%s\"%s}".formatted(code, id, rest)
        : "{\n<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<error_code _=\"%d\" />\n<response_id _=\"%s\"/>\n%s\n}"
            .formatted(code, id, rest);
  }

  /** Fields in the format of a request. */
  private static String fields(String request, String... namesAndValues) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.append(
          (isJson(request) ? ", \"%s\": \"%s\"" : "<%s _=\"%s\" />\n")
              .formatted(namesAndValues[i], namesAndValues[i + 1]));
    }
    return fields.toString();
  }

  private final class Ear implements MqttCallbackExtended {
    @Override
    public void connectComplete(boolean again, String url) {
      try {
        for (String filter : FILTERS) {
          client.subscribe(filter, 1);
        }
      } catch (MqttException e) {
        throw new IllegalStateException("the portal cannot subscribe at " + url, e);
      }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws MqttException {
      String payload = new String(message.getPayload(), StandardCharsets.UTF_8);
      seen.accept(new Received(clock.instant(), topic, payload));
      asked(topic, payload);
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
      // The client reconnects by itself; connectComplete then subscribes anew.
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      // Nobody waits for it.
    }
  }
}
