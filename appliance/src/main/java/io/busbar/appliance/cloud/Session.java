package io.busbar.appliance.cloud;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is held.
 *
 * @param keepAlive a silent broker is given up after one and a half times this
 * @param clean whether the broker forgets this client when the connection ends
 * @param will what the broker publishes when the connection breaks; null for nothing
 */
public record Session(Duration keepAlive, boolean clean, @Nullable Message will) {
  private static final Duration USUAL_KEEP_ALIVE = Duration.ofSeconds(60);

  /** As the configuration says; 60 s, clean and without a will where it says nothing. */
  public static Session of(BrokerSettings broker) {
    return of(broker, USUAL_KEEP_ALIVE, true, null);
  }

  /** As the configuration says, and what the platform wants where it says nothing. */
  public static Session of(
      BrokerSettings broker, Duration keepAlive, boolean clean, @Nullable Message will) {
    return new Session(
        broker.keepAlive() == null ? keepAlive : broker.keepAlive(),
        broker.cleanSession() == null ? clean : broker.cleanSession(),
        broker.will() == null ? will : broker.will().message());
  }
}
