package io.busbar.hwtest;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** Somebody who listens at a broker, as a cloud's application does. Comes back after outages. */
public final class Subscriber implements AutoCloseable {
  private static final int AT_LEAST_ONCE = 1;
  private static final int SLOWEST_RETRY_MS = 2000;
  private final MqttClient client;

  /**
   * Connects and subscribes.
   *
   * @param filter MQTT topic filter, for example {@code #}
   * @param sink told of every message, from the client's thread
   * @throws MqttException there is no broker
   */
  public Subscriber(String url, String filter, InstantSource clock, Consumer<Received> sink)
      throws MqttException {
    client = new MqttClient(url, MqttClient.generateClientId(), new MemoryPersistence());
    client.setCallback(new Ear(filter, clock, sink));
    MqttConnectOptions options = new MqttConnectOptions();
    options.setAutomaticReconnect(true);
    options.setMaxReconnectDelay(SLOWEST_RETRY_MS);
    client.connect(options);
  }

  @Override
  public void close() throws MqttException {
    if (client.isConnected()) {
      client.disconnect();
    }
    client.close(true);
  }

  private final class Ear implements MqttCallbackExtended {
    private final String filter;
    private final InstantSource clock;
    private final Consumer<Received> sink;

    Ear(String filter, InstantSource clock, Consumer<Received> sink) {
      this.filter = filter;
      this.clock = clock;
      this.sink = sink;
    }

    @Override
    public void connectComplete(boolean again, String url) {
      try {
        client.subscribe(filter, AT_LEAST_ONCE);
      } catch (MqttException e) {
        throw new IllegalStateException("cannot subscribe to " + filter + " at " + url, e);
      }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      String payload = new String(message.getPayload(), StandardCharsets.UTF_8);
      sink.accept(new Received(clock.instant(), topic, payload));
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
      // The client reconnects by itself; connectComplete then subscribes anew.
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      // It publishes nothing.
    }
  }
}
