package io.busbar.appliance.cloud;

import io.busbar.appliance.cloud.LinkFailure.Kind;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.MqttPingSender;
import org.eclipse.paho.client.mqttv3.internal.ClientComms;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT 3.1.1 connection, from dialing to its end; a new connection is a new object. The only
 * class that knows Paho.
 *
 * <p>Paho gets a socket that is connected and verified already, so a failure is named by the stage
 * in which it happens. It keeps nothing on disk and reconnects never: the outbox and the publisher
 * do that. Its pings run on a monotonic executor, because its own timer follows the wall clock and
 * goes silent when the clock is set back; and they look more often than its own, which gives up a
 * silent broker only after two keep-alives.
 */
final class MqttLink implements AutoCloseable {
  private static final long GOODBYE_MILLIS = 1000;
  private static final int SUBSCRIBE_REFUSED = 0x80;

  /** The least time for the answer to a ping. */
  private static final Duration PING_PATIENCE = Duration.ofMillis(2500);

  /** Failures of which a certificate for another client id may be the reason. */
  private static final Set<Kind> ABOUT_US =
      Set.of(Kind.CLIENT_CERTIFICATE, Kind.CLIENT_ID, Kind.NOT_AUTHORISED, Kind.CLOSED_AT_CONNECT);

  /** What the connection reports, on Paho's threads: it must neither block nor publish. */
  interface Listener {
    /** A stage of the dialing is passed; said on the thread that connects. */
    default void dialed(Dialer.Passed stage) {}

    void received(Message message);

    /** A subscription was taken. */
    void subscribed();

    /** The connection is gone; said once, and not after {@link MqttLink#close}. */
    void lost(LinkFailure why);

    /** A subscription was refused; the connection stays. */
    void refused(LinkFailure why);
  }

  private final BrokerSettings broker;
  private final Session session;
  private final Duration timeout;
  private final int window;
  private final Dialer dialer;
  private final Listener listener;
  private final CompletableFuture<Void> connack = new CompletableFuture<>();
  private final ScheduledExecutorService pings =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("mqtt ping").factory());
  private volatile @Nullable MqttAsyncClient client;

  /**
   * @param window how many publishes may be unacknowledged at most
   * @param timeout for each stage: TCP, TLS, CONNACK
   */
  MqttLink(Line line, int window, Duration timeout, InstantSource clock, Listener listener) {
    this.broker = line.broker();
    this.session = line.session();
    this.window = window;
    this.timeout = timeout;
    this.dialer = new Dialer(broker, clock, timeout, listener::dialed);
    this.listener = listener;
  }

  /**
   * Connects and waits for the CONNACK.
   *
   * @throws LinkException no connection came about, or {@link #abort} was called meanwhile
   */
  void connect() throws LinkException, InterruptedException {
    Socket socket = dialed();
    try {
      MqttAsyncClient paho =
          new MqttAsyncClient(
              address(Endpoint.of(broker.url())),
              broker.clientId(),
              new MemoryPersistence(),
              new Pings());
      client = paho;
      paho.setCallback(new Reports());
      paho.connect(options(socket), null, new Connack());
      connack.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failed(
          Kind.SILENT,
          "the broker took the connection but does not answer CONNECT within "
              + timeout.toMillis() / 1000.0
              + " s; check that MQTT is what listens on this port",
          e);
    } catch (ExecutionException e) {
      throw new LinkException(connectFailure(e.getCause()), e);
    } catch (MqttException e) {
      throw new LinkException(connectFailure(e), e);
    }
  }

  private Socket dialed() throws LinkException {
    try {
      return dialer.dial();
    } catch (LinkException e) {
      throw new LinkException(withName(e.failure()), e);
    }
  }

  /** A platform does not say that a certificate's CN is what it does not like. */
  private LinkFailure withName(LinkFailure failure) {
    String want = session.commonName();
    String got =
        ABOUT_US.contains(failure.kind()) && want != null && broker.certFile() != null
            ? TlsFiles.commonName(broker.certFile())
            : want;
    return want == null || want.equals(got)
        ? failure
        : new LinkFailure(
            failure.kind(),
            failure.text()
                + "; the certificate's CN is "
                + got
                + ", want "
                + want
                + " for this client id");
  }

  /** Subscribes; a refusal is reported to the listener. */
  void subscribe(String filter, int qos) throws LinkException {
    try {
      connected().subscribe(filter, qos, null, new Suback(filter));
    } catch (MqttException e) {
      throw new LinkException(lost(e), e);
    }
  }

  /**
   * Publishes without waiting.
   *
   * @param acknowledged runs on Paho's thread once the broker has the message: with QoS 1 at its
   *     PUBACK, with QoS 2 at its PUBCOMP, with QoS 0 when it was handed to the network
   * @throws IllegalArgumentException the topic is none
   */
  void publish(Message message, Runnable acknowledged) throws LinkException {
    try {
      connected()
          .publish(
              message.topic(),
              message.payload().getBytes(StandardCharsets.UTF_8),
              message.qos(),
              message.retain(),
              null,
              new Puback(acknowledged));
    } catch (MqttException e) {
      throw new LinkException(lost(e), e);
    }
  }

  /** Ends a {@link #connect} that waits on another thread. */
  void abort() {
    connack.completeExceptionally(
        new MqttException(MqttException.REASON_CODE_CLIENT_DISCONNECTING));
    if (client == null) {
      dialer.close();
    }
  }

  /** Says DISCONNECT if it can and frees everything; takes about a second at most. */
  @Override
  public void close() {
    MqttAsyncClient paho = client;
    if (paho != null) {
      try {
        if (paho.isConnected()) {
          // Not disconnectForcibly: that always waits for all of its time.
          paho.disconnect(0).waitForCompletion(GOODBYE_MILLIS);
        }
      } catch (MqttException e) {
        // The broker then notices by the closed socket.
      }
    }
    dialer.close();
    pings.shutdownNow();
    if (paho != null) {
      try {
        paho.close(true);
      } catch (MqttException e) {
        // Still connecting: the closed socket ends that, and Paho's threads with it.
      }
    }
  }

  /** Where it leads to, and as whom. */
  @Override
  public String toString() {
    return broker.toString();
  }

  /** On plain TCP only for Paho's own records: the socket is connected. */
  private static String address(Endpoint endpoint) {
    return endpoint.path() == null
        ? "tcp://" + InetAddress.getLoopbackAddress().getHostAddress()
        : endpoint.webAddress();
  }

  private MqttConnectOptions options(Socket socket) {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setSocketFactory(DialedSocket.factory(socket));
    options.setCleanSession(session.clean());
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout((int) Math.max(1, timeout.toSeconds()));
    options.setKeepAliveInterval(Math.clamp(session.keepAlive().toSeconds(), 1, 65_535));
    Message will = session.will();
    if (will != null) {
      options.setWill(
          will.topic(), will.payload().getBytes(StandardCharsets.UTF_8), will.qos(), will.retain());
    }
    // More than ours, or Paho throws "Too many publishes in progress".
    options.setMaxInflight(window + 10);
    if (broker.username() != null) {
      options.setUserName(broker.username());
    }
    if (broker.password() != null) {
      options.setPassword(broker.password().toCharArray());
    }
    return options;
  }

  private MqttAsyncClient connected() throws LinkException {
    MqttAsyncClient paho = client;
    if (paho == null) {
      throw new LinkException(Kind.LOST, broker + ": not connected");
    }
    return paho;
  }

  private LinkFailure connectFailure(@Nullable Throwable e) {
    int code = e instanceof MqttException m ? m.getReasonCode() : -1;
    return withName(MqttFailures.atConnect(code, e, broker));
  }

  private LinkFailure lost(@Nullable Throwable e) {
    int code = e instanceof MqttException mqtt ? mqtt.getReasonCode() : -1;
    boolean silent =
        code == MqttException.REASON_CODE_CLIENT_TIMEOUT
            || code == MqttException.REASON_CODE_WRITE_TIMEOUT;
    return MqttFailures.lost(silent, e, broker, session.keepAlive());
  }

  private LinkFailure failure(Kind kind, String text) {
    return new LinkFailure(kind, broker + ": " + text);
  }

  private LinkException failed(Kind kind, String text, Throwable cause) {
    return new LinkException(failure(kind, text), cause);
  }

  private final class Reports implements MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {
      // Lost right after its CONNACK, Paho drops the news of the CONNACK; it was an accepting one.
      connack.complete(null);
      listener.lost(lost(cause));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      listener.received(
          new Message(
              topic,
              new String(message.getPayload(), StandardCharsets.UTF_8),
              message.getQos(),
              message.isRetained()));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      // Each publish has its own listener.
    }
  }

  /**
   * How often it is looked whether the broker has fallen silent. A ping goes after a keep-alive
   * without a word, one look late at the worst, and its answer has the time until the next look: so
   * a silent broker is given up after one and a half keep-alives, or after one and 5 s if that is
   * more.
   */
  static Duration look(Duration keepAlive) {
    Duration quarter = keepAlive.dividedBy(4);
    return quarter.compareTo(PING_PATIENCE) < 0 ? PING_PATIENCE : quarter;
  }

  private final class Pings implements MqttPingSender {
    private @Nullable ClientComms comms;
    private @Nullable Future<?> next;

    @Override
    public synchronized void init(ClientComms paho) {
      comms = paho;
    }

    @Override
    public void start() {
      schedule(session.keepAlive().toMillis());
    }

    @Override
    public synchronized void stop() {
      if (next != null) {
        next.cancel(false);
      }
    }

    @Override
    public synchronized void schedule(long millis) {
      ClientComms paho = comms;
      if (paho != null && !pings.isShutdown()) {
        long wait = Math.min(millis, look(session.keepAlive()).toMillis());
        Runnable look = paho::checkForActivity;
        next = pings.schedule(look, wait, TimeUnit.MILLISECONDS);
      }
    }
  }

  private final class Connack implements IMqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      connack.complete(null);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable e) {
      connack.completeExceptionally(e);
    }
  }

  private final class Suback implements IMqttActionListener {
    private final String filter;

    Suback(String filter) {
      this.filter = filter;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      int[] granted = token.getGrantedQos();
      if (granted != null && granted.length > 0 && granted[0] == SUBSCRIBE_REFUSED) {
        onFailure(token, new MqttException(SUBSCRIBE_REFUSED));
      } else {
        listener.subscribed();
      }
    }

    @Override
    public void onFailure(IMqttToken token, Throwable e) {
      listener.refused(
          failure(
              Kind.SUBSCRIBE_REFUSED,
              "the broker refuses the subscription to "
                  + filter
                  + "; check the client id's rights at the platform"));
    }
  }

  /** A publish that fails does so because the connection is lost, which is reported for itself. */
  private record Puback(Runnable acknowledged) implements IMqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      acknowledged.run();
    }

    @Override
    public void onFailure(IMqttToken token, Throwable e) {
      // Not acknowledged: the outbox hands the Sends out again.
    }
  }
}
