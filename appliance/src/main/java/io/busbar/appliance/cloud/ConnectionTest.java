package io.busbar.appliance.cloud;

import io.busbar.appliance.cloud.Connector.Effect.Subscribe;
import io.busbar.appliance.cloud.LinkFailure.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tries a connection from its name to an acknowledged message, and tells how far it came. It has a
 * connection of its own, under the configured client id: while it runs, no other connection of that
 * id may be up.
 */
public final class ConnectionTest implements MqttLink.Listener {
  /** The stages in order. */
  public enum Stage {
    NAME(1),
    TCP(2),
    TLS(3),
    CLIENT_CERTIFICATE(4),
    CONNECT(5),
    SUBSCRIBE(6),
    PUBLISH(7),
    ACCEPTED(8);

    private final int number;

    Stage(int number) {
      this.number = number;
    }

    /** From 1 to 8. */
    public int number() {
      return number;
    }
  }

  /** How a stage went. */
  public enum Result {
    PASSED,
    FAILED,
    /** There was nothing to try, for example no TLS on tcp://. */
    SKIPPED,
    /** An earlier one failed, or the test was cancelled. */
    NOT_REACHED,
    /** It is being tried now. */
    RUNNING,
    /** Its turn has not come yet. */
    WAITING
  }

  /**
   * One stage.
   *
   * @param sentence of a failure what happened and what to do; else what was tried
   * @param error number of the failure; 0 without one
   */
  public record Step(Stage stage, Result result, String sentence, int error) {
    /** A stage that did not fail. */
    Step(Stage stage, Result result, String sentence) {
      this(stage, result, sentence, 0);
    }
  }

  /** Something that happened on another thread. */
  private record News(@Nullable LinkFailure failure) {}

  private static final String CANCELLED = "the test was cancelled";

  private final Line line;
  private final List<Subscribe> wishes;
  private final Message probe;
  private final Duration patience;
  private final InstantSource clock;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private volatile Stage reached = Stage.NAME;
  private volatile @Nullable MqttLink link;
  private volatile boolean cancelled;

  /**
   * A test that is run once.
   *
   * @param wishes what the platform's connector subscribes to
   * @param probe a message that does no harm
   * @param patience for each stage
   */
  public ConnectionTest(
      Line line, List<Subscribe> wishes, Message probe, Duration patience, InstantSource clock) {
    this.line = line;
    this.wishes = List.copyOf(wishes);
    // Without an acknowledgement nothing would be known of it.
    this.probe = new Message(probe.topic(), probe.payload(), Math.max(1, probe.qos()), false);
    this.patience = patience;
    this.clock = clock;
  }

  /** Runs it; at most five times the patience. */
  public List<Step> run() throws InterruptedException {
    LinkFailure failure;
    try (MqttLink dialing = new MqttLink(line, 1, patience, clock, this)) {
      link = dialing;
      failure = cancelled ? null : tried(dialing);
    }
    if (cancelled) {
      return steps(new Step(reached, Result.NOT_REACHED, CANCELLED), Result.NOT_REACHED, CANCELLED);
    }
    return failure == null
        ? steps(passed(Stage.ACCEPTED), Result.PASSED, "")
        : steps(failed(failure), Result.NOT_REACHED, "an earlier stage failed");
  }

  /** How far it has come by now; may be asked on any thread while it runs. */
  public List<Step> soFar() {
    return steps(new Step(reached, Result.RUNNING, "tried now"), Result.WAITING, "not yet");
  }

  /** Lets {@link #run} end soon, also when it has not begun; may be called on any thread. */
  public void cancel() {
    cancelled = true;
    MqttLink dialing = link;
    if (dialing != null) {
      dialing.abort();
    }
    news.add(new News(null));
  }

  /** A stage with those before it, which were passed, and those after it. */
  private List<Step> steps(Step now, Result later, String why) {
    List<Step> steps = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      int order = stage.compareTo(now.stage());
      steps.add(order < 0 ? passed(stage) : order == 0 ? now : new Step(stage, later, why));
    }
    return steps;
  }

  private Step failed(LinkFailure failure) {
    Kind kind = failure.kind();
    return new Step(stage(kind), Result.FAILED, failure.text(), kind.number());
  }

  private @Nullable LinkFailure tried(MqttLink dialing) throws InterruptedException {
    try {
      dialing.connect();
      reached = Stage.SUBSCRIBE;
      for (Subscribe wish : wishes) {
        dialing.subscribe(wish.filter(), wish.qos());
        LinkFailure refused = next("no answer to the subscription to " + wish.filter());
        if (refused != null || cancelled) {
          return refused;
        }
      }
      reached = Stage.PUBLISH;
      dialing.publish(probe, () -> news.add(new News(null)));
      return next("a message on " + probe.topic() + " was not acknowledged");
    } catch (LinkException e) {
      return e.failure();
    }
  }

  private @Nullable LinkFailure next(String what) throws InterruptedException {
    News first = news.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      return new LinkFailure(
          reached == Stage.PUBLISH ? Kind.UNACKNOWLEDGED : Kind.SUBSCRIBE_REFUSED,
          line.broker()
              + ": "
              + what
              + " within "
              + patience.toSeconds()
              + " s; check at the platform whether this client may do so");
    }
    LinkFailure failure = first.failure();
    if (failure == null || failure.kind() == Kind.SUBSCRIBE_REFUSED) {
      return failure;
    }
    return new LinkFailure(
        failure.kind(),
        failure.text()
            + " instead of answering; check at the platform whether this client may "
            + (reached == Stage.PUBLISH ? "publish on " + probe.topic() : "subscribe"));
  }

  private Step passed(Stage stage) {
    return switch (stage) {
      case NAME -> new Step(stage, Result.PASSED, "the broker's name is known");
      case TCP -> new Step(stage, Result.PASSED, "something listens on the port");
      case TLS ->
          isPlain()
              ? new Step(stage, Result.SKIPPED, "this address is without TLS")
              : new Step(stage, Result.PASSED, "the broker's certificate is good");
      case CLIENT_CERTIFICATE ->
          line.broker().certFile() == null
              ? new Step(stage, Result.SKIPPED, "no client certificate is configured")
              : new Step(stage, Result.PASSED, "the broker took the client certificate");
      case CONNECT -> new Step(stage, Result.PASSED, "the broker accepted the login (CONNACK 0)");
      case SUBSCRIBE ->
          wishes.isEmpty()
              ? new Step(stage, Result.SKIPPED, "this connector subscribes to nothing")
              : new Step(stage, Result.PASSED, "the broker took every subscription");
      case PUBLISH ->
          new Step(stage, Result.PASSED, "the broker acknowledged a message on " + probe.topic());
      case ACCEPTED -> new Step(stage, Result.PASSED, "the connection can be used");
    };
  }

  private boolean isPlain() {
    String url = line.broker().url();
    return url.startsWith("tcp:") || url.startsWith("ws:");
  }

  private Stage stage(Kind kind) {
    return switch (kind) {
      case UNKNOWN_HOST -> Stage.NAME;
      case REFUSED, NO_ROUTE, TIMEOUT -> Stage.TCP;
      case FILES, NO_TLS, UNTRUSTED, WRONG_NAME, CERTIFICATE_DATE, TLS -> Stage.TLS;
      case CLIENT_CERTIFICATE -> Stage.CLIENT_CERTIFICATE;
      case PROTOCOL_VERSION,
          CLIENT_ID,
          UNAVAILABLE,
          BAD_LOGIN,
          NOT_AUTHORISED,
          SILENT,
          CLOSED_AT_CONNECT ->
          Stage.CONNECT;
      case SUBSCRIBE_REFUSED -> Stage.SUBSCRIBE;
      case UNACKNOWLEDGED -> Stage.PUBLISH;
      case CLOSED, TAKEN_OVER, LOST, DEFECT ->
          reached.compareTo(Stage.CONNECT) < 0 ? Stage.CONNECT : reached;
    };
  }

  @Override
  public void dialed(Dialer.Passed stage) {
    reached =
        switch (stage) {
          case NAME -> Stage.TCP;
          case TCP -> isPlain() ? Stage.CONNECT : Stage.TLS;
          case TLS ->
              // Only the CONNACK shows that the broker took it: TLS 1.3 tells of a refusal later.
              line.broker().certFile() == null ? Stage.CONNECT : Stage.CLIENT_CERTIFICATE;
        };
  }

  @Override
  public void received(Message message) {
    // What the platform says is not asked here.
  }

  @Override
  public void subscribed() {
    news.add(new News(null));
  }

  @Override
  public void lost(LinkFailure why) {
    news.add(new News(why));
  }

  @Override
  public void refused(LinkFailure why) {
    news.add(new News(why));
  }
}
