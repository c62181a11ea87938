package io.busbar.appliance.cloud;

import io.busbar.appliance.process.SetOutcome;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Settings for tests. */
final class Brokers {
  /** Hurries, but leaves a busy machine its time. */
  static final Publisher.Patience HASTY =
      new Publisher.Patience(
          20,
          new Backoff(Duration.ofMillis(20), Duration.ofMillis(100), 0.25),
          Duration.ZERO,
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofMinutes(10));

  /** A tree without variables. */
  static final Setter NO_VARIABLES = (path, value, atMost) -> new SetOutcome.Unknown(path);

  private Brokers() {}

  /** A publisher that is started, for a broker on this machine. */
  static Publisher started(
      int port, Connector connector, Outbox.Queue queue, Publisher.Patience patience) {
    return started(port, connector, queue, Replay.IN_ORDER, patience);
  }

  /** The same with another order or rate of what waited. */
  static Publisher started(
      int port,
      Connector connector,
      Outbox.Queue queue,
      Replay replay,
      Publisher.Patience patience) {
    Publisher publisher =
        new Publisher(
            "c",
            Line.of(plain(port)),
            connector,
            queue,
            replay,
            NO_VARIABLES,
            InstantSource.system(),
            patience);
    publisher.start();
    return publisher;
  }

  static BrokerSettings plain(int port) {
    return at("tcp://127.0.0.1:" + port, null, null, null);
  }

  static BrokerSettings pinned(String url, String fingerprint) {
    return new BrokerSettings(
        url, "t_cn", null, null, 1, null, null, null, 20, null, null, fingerprint, null, null);
  }

  static BrokerSettings at(
      String url, @Nullable String caFile, @Nullable String certFile, @Nullable String keyFile) {
    return new BrokerSettings(
        url, "t_cn", "user", "s3cret", 1, null, null, null, 20, null, caFile, null, certFile,
        keyFile);
  }
}
