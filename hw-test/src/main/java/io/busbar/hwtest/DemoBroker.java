package io.busbar.hwtest;

import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.interception.AbstractInterceptHandler;
import io.moquette.interception.InterceptHandler;
import io.moquette.interception.messages.InterceptConnectMessage;
import io.moquette.interception.messages.InterceptPublishMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A cloud's MQTT broker inside this process: on the loopback address, for everybody, with nothing
 * on disk. It can be stopped and started again on the same port, which is an outage.
 */
public final class DemoBroker implements AutoCloseable {
  /** MindSphere takes 128 KB; a message above that is the cloud's to refuse, not the demo's. */
  private static final int LONGEST_MESSAGE = 256 * 1024;

  /** The logging framework forgets levels of loggers that nobody holds. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("io.moquette"), Logger.getLogger("io.netty"));

  private final InstantSource clock;
  private final Consumer<Received> seen;
  private final AtomicInteger connections = new AtomicInteger();
  private final int port;
  private @Nullable Server server;

  /**
   * Starts.
   *
   * @param port 0 for a free one
   * @param seen told of every message that was published, whoever listens, from the broker's thread
   * @throws IOException the port is taken
   */
  public DemoBroker(int port, InstantSource clock, Consumer<Received> seen) throws IOException {
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
    this.port = Ports.free(port);
    this.clock = clock;
    this.seen = seen;
    start();
  }

  /** For the configuration of whoever connects. */
  public String url() {
    return "tcp://127.0.0.1:" + port;
  }

  /** How many connections it has accepted since it was made. */
  public int connections() {
    return connections.get();
  }

  /** Starts again after {@link #stop}, on the same port; sessions and queues are gone. */
  public void start() throws IOException {
    Properties settings = new Properties();
    settings.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
    settings.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
    settings.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    settings.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
    settings.setProperty(IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Integer.toString(LONGEST_MESSAGE));
    Server fresh = new Server();
    fresh.startServer(new MemoryConfig(settings), List.<InterceptHandler>of(new Witness()));
    server = fresh;
  }

  @Override
  public void close() {
    stop();
  }

  /** Stops; connections break. Does nothing when it is stopped. */
  public void stop() {
    if (server != null) {
      server.stopServer();
      server = null;
    }
  }

  /** Sees what reaches the broker. */
  private final class Witness extends AbstractInterceptHandler {
    @Override
    public String getID() {
      return "witness";
    }

    @Override
    public void onConnect(InterceptConnectMessage message) {
      connections.incrementAndGet();
    }

    @Override
    public void onPublish(InterceptPublishMessage message) {
      String payload = message.getPayload().toString(StandardCharsets.UTF_8);
      seen.accept(new Received(clock.instant(), message.getTopicName(), payload));
      super.onPublish(message);
    }

    @Override
    public void onSessionLoopError(Throwable error) {
      throw new IllegalStateException("the demo's broker is broken", error);
    }
  }
}
