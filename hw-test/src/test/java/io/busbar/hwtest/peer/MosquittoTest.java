package io.busbar.hwtest.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.hwtest.Received;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The witness of the outage tests must not lose anything itself. */
@NeedsPeer({Peer.MOSQUITTO, Peer.MOSQUITTO_SUB})
class MosquittoTest {
  @Test
  void theWitnessMissesNothingWhenTheBrokerIsKilled(@TempDir Path folder) throws Exception {
    try (Mosquitto broker = Mosquitto.open(folder);
        MosquittoSub witness = new MosquittoSub(folder, broker)) {
      publish(broker, 1, 50);
      await().until(() -> witness.received().size() == 50);
      broker.kill();
      broker.restart();
      publish(broker, 51, 100);

      await().until(() -> witness.received().size() >= 100);
      assertEquals(
          IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).toList(),
          witness.received().stream().map(Received::payload).distinct().toList());
    }
  }

  @Test
  void aStoppedBrokerGoesOnWhereItWas(@TempDir Path folder) throws Exception {
    try (Mosquitto broker = Mosquitto.open(folder);
        MosquittoSub witness = new MosquittoSub(folder, broker)) {
      broker.process().signal("STOP");
      broker.process().signal("CONT");
      publish(broker, 1, 1);
      await().until(() -> witness.received().size() == 1);
      assertEquals(List.of("1"), witness.received().stream().map(Received::payload).toList());
    }
  }

  private static void publish(Mosquitto broker, int from, int to) throws MqttException {
    try (MqttClient client = new MqttClient(broker.url(), "test", new MemoryPersistence())) {
      client.connect();
      for (int i = from; i <= to; i++) {
        byte[] payload = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
        client.publish("tc/number", payload, 1, false);
      }
      client.disconnect();
    }
  }
}
