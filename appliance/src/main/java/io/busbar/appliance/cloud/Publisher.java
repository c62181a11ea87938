package io.busbar.appliance.cloud;

import io.busbar.appliance.cloud.LinkFailure.Kind;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs one connector: connects, keeps the conversation going, and after every end waits and
 * connects anew, for ever, until closed. Everything the connector sees happens on one virtual
 * thread; Paho's threads and the store's only put steps into its inbox.
 */
public final class Publisher implements AutoCloseable {
  private static final int SHORT_LIVES = 3;
  private static final long STOP_MILLIS = 5000;

  /**
   * How patient it is.
   *
   * @param window messages handed to the network whose Sends are not settled yet, at most; so many
   *     can come twice after a power cut
   * @param backoff between attempts
   * @param spread how far apart those dial again who lost a connection, at most: a broker's end
   *     comes to all of its clients in the same moment, and so would they
   * @param connect for each stage of connecting
   * @param acknowledge for the broker to acknowledge one message
   * @param steady how long a connection must hold for its end to count as a first failure again
   */
  public record Patience(
      int window,
      Backoff backoff,
      Duration spread,
      Duration connect,
      Duration acknowledge,
      Duration steady) {
    /**
     * 20 messages; 1 s doubling to 150 s, each wait from nothing to twice that; 10 s; 20 s; 60 s;
     * 30 s.
     */
    public static final Patience USUAL =
        new Patience(
            20,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(150), 1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30));

    /** The same with another window. */
    public Patience withWindow(int other) {
      return new Patience(other, backoff, spread, connect, acknowledge, steady);
    }
  }

  private final Line line;
  private final Connector connector;
  private final Outbox.Queue queue;
  private final Setter setter;
  private final InstantSource clock;
  private final Patience patience;
  private final Replay replay;
  private final Pace pace;
  private final PublisherReport report;
  private final Postbook book;
  private final Thread thread;
  private final BlockingQueue<Conversation.Step> inbox = new LinkedBlockingQueue<>();

  /** Sends acknowledged whose deletion is not on the disk yet, of all conversations so far. */
  private final AtomicInteger settling = new AtomicInteger();

  private final Jobs jobs;
  private Line dialled;

  private volatile boolean closing;
  private volatile @Nullable MqttLink link;
  private int failures;
  private int shortLives;

  /** Whether the last attempt led to a connection. */
  private boolean held;

  /**
   * @param name of the connector, as in the configuration
   * @param queue that connector's queue; nobody else takes from it
   * @param replay how what waited in an outage is delivered
   * @param setter for what the cloud wants set
   * @param clock the wall clock, for the connector and for what is shown
   */
  public Publisher(
      String name,
      Line line,
      Connector connector,
      Outbox.Queue queue,
      Replay replay,
      Setter setter,
      InstantSource clock,
      Patience patience) {
    this(name, line, connector, queue, replay, setter, clock, patience, Postbook.CLOSED);
  }

  /**
   * The same for who may be followed.
   *
   * @param book is told what becomes of each Send while it is open
   */
  public Publisher(
      String name,
      Line line,
      Connector connector,
      Outbox.Queue queue,
      Replay replay,
      Setter setter,
      InstantSource clock,
      Patience patience,
      Postbook book) {
    this.book = book;
    this.line = line;
    this.dialled = line;
    this.connector = connector;
    this.queue = queue;
    this.replay = replay;
    this.pace = new Pace(replay.rate());
    this.setter = setter;
    this.clock = clock;
    this.patience = patience;
    this.report = new PublisherReport(name, line.broker());
    this.jobs = new Jobs(name, inbox);
    this.thread = Thread.ofVirtual().name("cloud " + name).unstarted(this::run);
  }

  /** Begins; once. */
  public void start() {
    thread.start();
  }

  /** How it is doing now; from any thread. */
  public PublisherState state() {
    return report.snapshot();
  }

  /**
   * Ends: waits a second for what is in flight, disconnects, and gives back to the outbox what was
   * not acknowledged. Takes two seconds at most, unless the store itself hangs.
   */
  @Override
  public void close() {
    closing = true;
    wake();
    MqttLink current = link;
    if (current != null) {
      current.abort();
    }
    try {
      thread.join(Duration.ofMillis(STOP_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    queue.online(false);
    queue.listen(this::wake);
    try {
      while (!closing) {
        LinkFailure why = attempt();
        if (why == null) {
          failures--; // It was ended on purpose.
        } else if (!closing) {
          Duration wait = untilNext();
          report.waiting(why, wait);
          pause(wait);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      report.ended();
    }
  }

  /** Makes it look what there is to do. */
  private void wake() {
    inbox.add(() -> {});
  }

  private Duration untilNext() {
    RandomGenerator random = RandomGenerator.getDefault();
    Duration wait = patience.backoff().after(failures, random);
    return held ? wait.plusNanos((long) (random.nextDouble() * patience.spread().toNanos())) : wait;
  }

  /** One connection from dialing to its end, and why it ended; null to dial anew at once. */
  private @Nullable LinkFailure attempt() throws InterruptedException {
    Outgoing out = new Outgoing(queue, replay, patience.window(), pace, settling, this::wake);
    Conversation talk =
        new Conversation(connector, out, setter, jobs, clock, patience, report, book, inbox);
    held = false;
    try {
      dialled = new Line(connector.broker(line.broker(), failures), line.session());
      report.connecting(dialled.broker());
      failures++;
      return dial(talk);
    } catch (LinkException e) {
      return e.failure();
    } catch (RuntimeException e) {
      return defect(e);
    } finally {
      link = null;
    }
  }

  private @Nullable LinkFailure dial(Conversation talk) throws LinkException, InterruptedException {
    try (MqttLink open =
        new MqttLink(dialled, patience.window(), patience.connect(), clock, talk)) {
      link = open;
      if (!closing) {
        open.connect();
        return converse(talk, open);
      }
      return new LinkFailure(Kind.LOST, dialled.broker() + ": closed");
    }
  }

  private @Nullable LinkFailure converse(Conversation talk, MqttLink open)
      throws InterruptedException {
    held = true;
    report.connected(dialled.broker());
    queue.online(true);
    long since = System.nanoTime();
    try {
      LinkFailure why = talk.run(open, () -> closing);
      if (why != null && why.kind() == Kind.UNACKNOWLEDGED) {
        pace.silent();
      }
      return why == null ? null : judged(why, since);
    } finally {
      if (System.nanoTime() - since >= patience.steady().toNanos()) {
        failures = 1;
        report.steady();
      }
      open.close();
      talk.end();
      queue.release();
      queue.online(false);
      talk.disconnected();
      if (book.isOpen()) {
        book.lost(report.connector());
      }
    }
  }

  /**
   * Two clients of one id throw each other out for ever (MQTT 3.1.1, 3.1.4-2), and the broker does
   * not say so. Closed soon after it was up, three times in a row, is how that looks from here.
   */
  private LinkFailure judged(LinkFailure why, long since) {
    boolean brief = System.nanoTime() - since < patience.steady().toNanos();
    shortLives = brief && why.kind() == Kind.CLOSED ? shortLives + 1 : 0;
    if (shortLives < SHORT_LIVES) {
      return why;
    }
    return new LinkFailure(
        Kind.TAKEN_OVER,
        dialled.broker()
            + ": closed by the broker soon after it was up, "
            + shortLives
            + " times in a row; most likely another client uses the client id "
            + dialled.broker().clientId()
            + ": give each its own; else the platform forbids what is sent");
  }

  private LinkFailure defect(RuntimeException e) {
    LinkFailure why =
        new LinkFailure(
            Kind.DEFECT, dialled.broker() + ": a fault in this program, please report it: " + e);
    report.defect(e, why);
    return why;
  }

  private void pause(Duration wait) throws InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0 && !closing; left = until - System.nanoTime()) {
      // Steps of an ended conversation have nothing to do any more.
      inbox.poll(left, TimeUnit.NANOSECONDS);
    }
  }
}
