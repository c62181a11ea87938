package io.busbar.appliance.cloud;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.busbar.appliance.cloud.mindsphere.MindSphereSettings;
import io.busbar.appliance.cloud.mindsphere.MindSphereType;
import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.interception.AbstractInterceptHandler;
import io.moquette.interception.messages.InterceptPublishMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connector, a publisher and a broker that is not ours, together. */
@Timeout(240)
final class RealBrokerTest {
  private static final int SENDS = 300;
  private final List<Long> arrived = Collections.synchronizedList(new ArrayList<>());

  @Test
  void everySendArrivesInOrderThoughTheBrokerIsKilledTwiceWhilePublishing() throws Exception {
    int port = freePort();
    MemoryQueue queue = new MemoryQueue();
    Server broker = start(port);
    try (Publisher publisher = publisher(port, queue)) {
      publisher.start();
      for (int part = 0; part < 3; part++) {
        IntStream.range(part * SENDS / 3, (part + 1) * SENDS / 3).forEach(queue::append);
        int wanted = part * SENDS / 3 + 30;
        await().atMost(Duration.ofSeconds(90)).until(() -> arrived.size() >= wanted);
        if (part < 2) {
          broker.stopServer();
          broker = start(port);
        }
      }
      await().atMost(Duration.ofSeconds(90)).until(() -> queue.backlog().waiting() == 0);
      assertEquals(PublisherState.Phase.CONNECTED, publisher.state().phase());
    } finally {
      broker.stopServer();
    }
    List<Long> once = arrived.stream().distinct().toList();
    assertEquals(IntStream.range(0, SENDS).mapToObj(n -> (long) n).toList(), once);
    int twice = arrived.size() - SENDS;
    assertTrue(twice <= 2 * Brokers.HASTY.window(), "got " + twice + " duplicates");
  }

  private static Publisher publisher(int port, MemoryQueue queue) {
    BrokerSettings settings = Brokers.plain(port);
    ConnectorType.Context context =
        new ConnectorType.Context(
            new ConnectorType.Gateway("gateway", "BUSBAR", "1"), "c", settings, List.of());
    Connector connector =
        new MindSphereType()
            .connector(context, new MindSphereSettings(null, null, "number", false, Map.of()));
    return new Publisher(
        "c",
        Line.of(settings),
        connector,
        queue,
        Replay.IN_ORDER,
        Brokers.NO_VARIABLES,
        InstantSource.system(),
        Brokers.HASTY);
  }

  private Server start(int port) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("host", InetAddress.getLoopbackAddress().getHostAddress());
    properties.setProperty("port", Integer.toString(port));
    properties.setProperty("allow_anonymous", "true");
    properties.setProperty("persistence_enabled", "false");
    properties.setProperty("telemetry_enabled", "false");
    // Moquette closes the connection at a message above 8 kB unless told otherwise.
    properties.setProperty("netty.mqtt.message_size", "262144");
    Server server = new Server();
    server.startServer(new MemoryConfig(properties), List.of(new Collector()));
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Notes the numbers in the time series that the broker takes. */
  private final class Collector extends AbstractInterceptHandler {
    @Override
    public String getID() {
      return "collector";
    }

    @Override
    public void onPublish(InterceptPublishMessage message) {
      try {
        JsonNode body =
            new ObjectMapper().readTree(message.getPayload().toString(StandardCharsets.UTF_8));
        for (JsonNode element : body.path("timeseries")) {
          arrived.add(element.at("/values/0/value").asLong());
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } finally {
        super.onPublish(message);
      }
    }

    @Override
    public void onSessionLoopError(Throwable error) {
      throw new IllegalStateException(error);
    }
  }
}
