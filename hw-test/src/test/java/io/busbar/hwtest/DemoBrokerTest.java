package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;

class DemoBrokerTest {
  private final InstantSource clock = InstantSource.system();
  private final List<Received> atBroker = new CopyOnWriteArrayList<>();
  private final List<Received> atSubscriber = new CopyOnWriteArrayList<>();

  @Test
  void passesMessagesOnAndSeesThemItself() throws Exception {
    try (DemoBroker broker = new DemoBroker(0, clock, atBroker::add);
        Subscriber _ = new Subscriber(broker.url(), "#", clock, atSubscriber::add)) {
      publish(broker, "tc/a", "first");
      await().until(() -> atSubscriber.size() == 1 && atBroker.size() == 1);
      assertEquals("first", atSubscriber.getFirst().payload());
      assertEquals("tc/a", atBroker.getFirst().topic());
    }
  }

  @Test
  void comesBackOnTheSamePort() throws Exception {
    try (DemoBroker broker = new DemoBroker(0, clock, atBroker::add)) {
      String url = broker.url();
      broker.stop();
      broker.start();
      assertEquals(url, broker.url());
      publish(broker, "tc/a", "after the outage");
      await().until(() -> atBroker.size() == 1);
      assertEquals(1, broker.connections());
    }
  }

  private static void publish(DemoBroker broker, String topic, String payload)
      throws MqttException {
    try (MqttClient client = new MqttClient(broker.url(), "test", new MemoryPersistence())) {
      client.connect();
      client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
      client.disconnect();
    }
  }
}
