package io.busbar.appliance.process;

import io.busbar.drivers.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event at work. Its actions run on a thread of its own, so that a slow output delays neither
 * the tree nor another event. How often it fires is bounded, for it may set what fires itself.
 */
final class Event implements AutoCloseable {
  /** So many firings at once, and then so many a second. */
  static final int AT_ONCE = 50;

  static final int PER_SECOND = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Event.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration END = Duration.ofSeconds(5);
  private static final long RECENT = 60_000_000_000L;

  private final EventSettings settings;
  private final ProcessTree tree;
  private final Events.Hands hands;
  private final Rate rate;
  private final BlockingQueue<Optional<Value>> firings = new ArrayBlockingQueue<>(AT_ONCE);
  private final AtomicLong fired = new AtomicLong();
  private final Thread thread;
  private String lastFailure = "";
  private long leftOut;
  private long lastLeftOut;

  Event(EventSettings settings, ProcessTree tree, Events.Hands hands) {
    this.settings = settings;
    this.tree = tree;
    this.hands = hands;
    this.rate = new Rate(AT_ONCE, PER_SECOND, tree.nanos());
    this.thread = Thread.ofVirtual().name("event " + settings.name()).start(this::run);
  }

  EventSettings settings() {
    return settings;
  }

  /**
   * Runs the actions soon; comes back at once, from any thread.
   *
   * @param cause the value that fired it; null when it was none
   * @return false when it was left out
   */
  synchronized boolean fire(@Nullable Value cause) {
    long now = tree.nanos();
    if (rate.allows(now) && firings.offer(Optional.ofNullable(cause))) {
      return true;
    }
    if (leftOut == 0 || now - lastLeftOut > RECENT) {
      LOG.warn(
          "event {}: fires more than {} times a second or its actions take too long, and is left"
              + " out; does it set what fires it?",
          settings.name(),
          PER_SECOND);
    }
    leftOut++;
    lastLeftOut = now;
    return false;
  }

  synchronized Events.Counters counters() {
    return new Events.Counters(settings.name(), fired.get(), leftOut);
  }

  /** Why it is left out, while it is; null when it is not. */
  synchronized @Nullable String alarm() {
    return leftOut == 0 || tree.nanos() - lastLeftOut > RECENT
        ? null
        : "event %s fires too often: %d times left out; does it set what fires it?"
            .formatted(settings.name(), leftOut);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      if (!thread.join(END)) {
        LOG.warn("event {}: its action is still under way", settings.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Optional<Value> cause = firings.take();
        fired.incrementAndGet();
        for (EventSettings.Action action : settings.actions()) {
          act(action, cause.orElse(null));
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("event {}: ended", settings.name(), e);
    }
  }

  private void act(EventSettings.Action action, @Nullable Value cause) throws InterruptedException {
    if (action.send() != null) {
      String[] names = action.send().split(",", 2);
      Sending outcome = hands.send(names[0], names.length == 2 ? names[1] : null);
      if (!(outcome instanceof Sending.Done)) {
        failed(action.send() + " is not sent: " + outcome);
      }
    } else if (action.set() != null) {
      SetOutcome outcome = tree.set(action.set(), action.wanted(), PATIENCE);
      if (!(outcome instanceof SetOutcome.Done)) {
        failed(action.set() + " is not set: " + outcome);
      }
    } else if (action.log() != null) {
      hands.log(action.log(), fields(action, cause));
    }
  }

  /** Said once, and again when it is another failure. */
  private void failed(String why) {
    if (!why.equals(lastFailure)) {
      LOG.warn("event {}: {}", settings.name(), why);
      lastFailure = why;
    }
  }

  private Map<String, String> fields(EventSettings.Action action, @Nullable Value cause) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("event", settings.name());
    if (cause != null) {
      fields.put("value", cause.toString());
    }
    if (action.text() != null) {
      fields.put("text", action.text());
    }
    return fields;
  }
}
