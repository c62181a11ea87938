package io.busbar.appliance.cloud;

import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Effect.Publish;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.LinkFailure.Kind;
import io.busbar.appliance.cloud.Outgoing.Flight;
import io.busbar.appliance.process.SetOutcome;
import io.busbar.appliance.store.FailPoints;
import io.busbar.appliance.store.FailPoints.Point;
import io.busbar.appliance.store.Outbox.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens on one connection, from its CONNACK to its end. All fields belong to the publisher's
 * thread; other threads only put steps into the inbox, and after the end those do nothing.
 */
final class Conversation implements MqttLink.Listener {
  private static final long LONG_WAIT = TimeUnit.MINUTES.toNanos(1);
  private static final Duration SETTING = Duration.ofSeconds(25);

  /** A platform that floods the gateway with commands must not pile up threads. */
  private static final int MOST_SETTINGS = 20;

  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final FailPoints FAIL_POINTS = FailPoints.ofProcess();

  /** Something to do on the publisher's thread. */
  @FunctionalInterface
  interface Step {
    void run() throws LinkException;
  }

  private final Connector connector;
  private final Outgoing out;
  private final Setter setter;
  private final Jobs jobs;
  private final InstantSource clock;
  private final Publisher.Patience patience;
  private final PublisherReport report;
  private final Postbook book;
  private final BlockingQueue<Step> inbox;
  private final Map<String, Long> timers = new HashMap<>();
  private @Nullable MqttLink line;
  private @Nullable LinkFailure lost;
  private int underWay;
  private boolean ready = true;
  private boolean redial;
  private volatile boolean over;

  Conversation(
      Connector connector,
      Outgoing out,
      Setter setter,
      Jobs jobs,
      InstantSource clock,
      Publisher.Patience patience,
      PublisherReport report,
      Postbook book,
      BlockingQueue<Step> inbox) {
    this.connector = connector;
    this.out = out;
    this.setter = setter;
    this.jobs = jobs;
    this.clock = clock;
    this.patience = patience;
    this.report = report;
    this.book = book;
    this.inbox = inbox;
  }

  /**
   * Talks until the connection is lost or the publisher is closed.
   *
   * @return why it ended; null when the connector wants to dial anew
   */
  @Nullable LinkFailure run(MqttLink link, BooleanSupplier closing) throws InterruptedException {
    line = link;
    try {
      feed(new Event.Connected());
      while (lost == null && !redial && !closing.getAsBoolean()) {
        boolean more = take();
        send();
        step(more ? 0 : nextDeadline());
        ring();
        results();
        requireAcknowledgements();
      }
      farewell();
      if (lost == null && redial) {
        return null;
      }
      return lost == null ? new LinkFailure(Kind.LOST, "ended by us") : lost;
    } catch (LinkException e) {
      return reason(e);
    }
  }

  /** The connection is gone: nothing of it has an effect any more, and nobody takes. */
  void end() {
    over = true;
  }

  /** Tells the connector that the connection is gone. */
  void disconnected() {
    for (Effect effect : connector.on(new Event.Disconnected(), clock.instant())) {
      if (effect instanceof Effect.Status status) {
        report.status(status);
      }
    }
  }

  @Override
  public void received(Message message) {
    post(() -> feed(new Event.Received(message)));
  }

  @Override
  public void subscribed() {
    // Nothing waits for it: what comes is Received.
  }

  @Override
  public void lost(LinkFailure why) {
    post(() -> lost = why);
  }

  @Override
  public void refused(LinkFailure why) {
    post(() -> report.refused(why));
  }

  private void post(Step step) {
    inbox.add(() -> {
      if (!over) {
        step.run();
      }
    });
  }

  /** Waits for the next step, for so many nanoseconds at most, and does it and all that follow. */
  private void step(long nanos) throws LinkException, InterruptedException {
    for (Step next = inbox.poll(nanos, TimeUnit.NANOSECONDS); next != null; next = inbox.poll()) {
      next.run();
    }
  }

  private void feed(Event event) throws LinkException {
    feed(event, false);
  }

  private void feed(Event event, boolean late) throws LinkException {
    List<Effect> effects = connector.on(event, clock.instant());
    note(event, effects, late);
    for (Effect effect : effects) {
      switch (effect) {
        case Publish publish -> out.add(publish, late);
        case Effect.Acknowledge done -> settle(done.entries());
        case Effect.Subscribe wish -> line().subscribe(wish.filter(), wish.qos());
        case Effect.Timer timer ->
            timers.put(timer.name(), System.nanoTime() + timer.after().toNanos());
        case Effect.Set wish -> set(wish);
        case Effect.Run job -> jobs.start(job);
        case Effect.Ready platform -> {
          ready = platform.ready();
          report.platform(platform);
        }
        case Effect.Redial() -> redial = true;
        case Effect.Status status -> report.status(status);
      }
    }
  }

  /** For who follows a Send on its way: which messages a connector makes of which Sends. */
  private void note(Event event, List<Effect> effects, boolean late) {
    if (!book.isOpen()) {
      return;
    }
    List<Entry> carried = new ArrayList<>();
    List<Message> messages = new ArrayList<>();
    if (event instanceof Event.Sends(List<Entry> entries)) {
      book.taken(report.connector(), entries, late);
      carried.addAll(entries);
    }
    for (Effect effect : effects) {
      if (effect instanceof Publish(Message message, List<Entry> entries)) {
        messages.add(message);
        carried.addAll(entries);
      }
    }
    if (!messages.isEmpty() && !carried.isEmpty()) {
      book.worded(report.connector(), carried, messages);
    }
  }

  /** The book knows first: what has gone from the queue and is not done there was given up. */
  private void settle(List<Entry> entries) {
    if (book.isOpen()) {
      book.done(report.connector(), entries);
    }
    out.settle(entries);
  }

  /** A device may take half a minute, so each is waited for on a thread of its own. */
  private void set(Effect.Set wish) throws LinkException {
    if (underWay == MOST_SETTINGS) {
      feed(
          new Event.WasSet(
              wish.id(),
              new SetOutcome.Misfit(
                  MOST_SETTINGS + " settings are under way already; wait for their answers")));
      return;
    }
    underWay++;
    Thread.ofVirtual()
        .name(Thread.currentThread().getName() + " setter")
        .start(() -> {
          try {
            SetOutcome outcome = setter.set(wish.path(), wish.value(), SETTING);
            post(() -> {
              underWay--;
              feed(new Event.WasSet(wish.id(), outcome));
            });
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            post(() -> {
              throw e;
            });
          }
        });
  }

  /** Takes what there is room for; returns whether there may be more. */
  private boolean take() throws LinkException {
    if (!ready) {
      return false;
    }
    List<Entry> live = out.live();
    if (!live.isEmpty()) {
      feed(new Event.Sends(live));
    }
    List<Entry> late = out.backlog(System.nanoTime());
    if (!late.isEmpty()) {
      feed(new Event.Sends(late), true);
    }
    return !live.isEmpty() || !late.isEmpty();
  }

  private void send() throws LinkException {
    for (Flight flight = out.launch(System.nanoTime());
        flight != null;
        flight = out.launch(System.nanoTime())) {
      long number = flight.number();
      if (book.isOpen()) {
        book.published(report.connector(), flight.publish().message());
      }
      line().publish(flight.publish().message(), () -> post(() -> landed(number)));
      report.published();
      FAIL_POINTS.pass(Point.PUBLISHED);
    }
    out.hurry();
  }

  private void landed(long number) {
    Flight flight = out.landed(number, System.nanoTime());
    if (flight != null) {
      FAIL_POINTS.pass(Point.ACKNOWLEDGED);
      report.acknowledged(clock.instant());
      if (book.isOpen()) {
        book.acknowledged(report.connector(), flight.publish().message());
      }
      settle(flight.publish().acknowledges());
    }
  }

  private void results() throws LinkException {
    for (Event.Ran result = jobs.next(); result != null; result = jobs.next()) {
      feed(result);
    }
  }

  private void ring() throws LinkException {
    long now = System.nanoTime();
    List<String> due =
        timers.entrySet().stream()
            .filter(timer -> timer.getValue() - now <= 0)
            .map(Map.Entry::getKey)
            .toList();
    timers.keySet().removeAll(due);
    for (String timer : due) {
      feed(new Event.Tick(timer));
    }
  }

  private long nextDeadline() {
    long now = System.nanoTime();
    long wait = LONG_WAIT;
    for (long at : timers.values()) {
      wait = Math.min(wait, at - now);
    }
    Flight first = out.oldest();
    if (first != null) {
      wait = Math.min(wait, first.since() + patience.acknowledge().toNanos() - now);
    }
    long early = out.pause(now);
    if (early > 0) {
      wait = Math.min(wait, early);
    }
    return Math.max(wait, 0);
  }

  /** A broker that is alive and acknowledges nothing would otherwise hold the queue for ever. */
  private void requireAcknowledgements() {
    long now = System.nanoTime();
    Flight first = out.oldest();
    if (first != null && now - first.since() >= patience.acknowledge().toNanos() && lost == null) {
      lost =
          new LinkFailure(
              Kind.UNACKNOWLEDGED,
              line()
                  + ": a message on "
                  + first.publish().message().topic()
                  + " was not acknowledged within "
                  + patience.acknowledge().toSeconds()
                  + " s; check at the platform whether this client may publish there");
    }
  }

  /** At a clean end what is in flight gets a moment, so that it does not come twice. */
  private void farewell() throws LinkException, InterruptedException {
    long until = System.nanoTime() + FAREWELL.toNanos();
    while (lost == null && out.oldest() != null && until - System.nanoTime() > 0) {
      step(until - System.nanoTime());
    }
  }

  /** A link that takes nothing more is being lost; why, it tells a moment later. */
  private LinkFailure reason(LinkException refused) throws InterruptedException {
    long until = System.nanoTime() + FAREWELL.toNanos();
    while (lost == null) {
      Step next = inbox.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return refused.failure();
      }
      try {
        next.run();
      } catch (LinkException e) {
        refused.addSuppressed(e);
      }
    }
    return lost;
  }

  private MqttLink line() {
    return Objects.requireNonNull(line);
  }
}
