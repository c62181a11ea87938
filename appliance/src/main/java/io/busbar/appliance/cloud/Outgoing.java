package io.busbar.appliance.cloud;

import io.busbar.appliance.cloud.Connector.Effect.Publish;
import io.busbar.appliance.store.Outbox;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Part;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one connection: live data and whatever else the connector says, and the backlog
 * beside it, in one window. The publisher's thread alone uses it.
 */
final class Outgoing {
  private final Outbox.Queue queue;
  private final Replay replay;
  private final int window;
  private final Pace pace;
  private final Runnable wake;

  /** Sends acknowledged whose deletion is not on the disk yet, of all connections so far. */
  private final AtomicInteger settling;

  private final ArrayDeque<Publish> first = new ArrayDeque<>();
  private final ArrayDeque<Publish> behind = new ArrayDeque<>();
  private final Map<Long, Flight> flights = new LinkedHashMap<>();

  /** What was taken and is not done: by its number, how many readings it has of the backlog. */
  private final Map<Long, Integer> taken = new HashMap<>();

  private long flightNumber;

  /**
   * A message that was handed to the network.
   *
   * @param since when, by the monotonic clock
   * @param late whether it is of the backlog
   */
  record Flight(long number, Publish publish, long since, boolean late) {}

  /**
   * @param window most messages under way
   * @param wake runs when there is room again, on any thread
   */
  Outgoing(
      Outbox.Queue queue,
      Replay replay,
      int window,
      Pace pace,
      AtomicInteger settling,
      Runnable wake) {
    this.queue = queue;
    this.replay = replay;
    this.window = window;
    this.pace = pace;
    this.settling = settling;
    this.wake = wake;
    pace.begin();
  }

  /** The next live Sends; empty when there are none, or no room. */
  List<Entry> live() {
    boolean turn = replay.liveFirst() || behind.isEmpty();
    if (!first.isEmpty() || !turn || underWay() >= window) {
      return List.of();
    }
    List<Entry> entries =
        queue.take(replay.liveFirst() ? Part.LIVE : Part.LIVE_IN_TURN, pace.batch());
    entries.forEach(entry -> taken.put(entry.sequence(), 0));
    return entries;
  }

  /** The next Sends of the backlog; empty when there are none, no room, or it is too early. */
  List<Entry> backlog(long now) {
    int most = behind.isEmpty() && underWay() < share() ? pace.allowance(now) : 0;
    if (most == 0) {
      return List.of();
    }
    List<Entry> entries = queue.take(Part.BACKLOG, most);
    int readings = 0;
    for (Entry entry : entries) {
      int weight = Math.max(1, entry.send().readings().size());
      taken.put(entry.sequence(), weight);
      readings += weight;
    }
    pace.began(readings, now);
    return entries;
  }

  /** Nanoseconds until more of the backlog may go; 0 when that does not depend on time. */
  long pause(long now) {
    return pace.pause(now);
  }

  private int underWay() {
    return flights.size() + settling.get();
  }

  /** The backlog, and the disk on its account, leave a part of the window to what is live. */
  private int share() {
    return replay.liveFirst() ? window - window / 8 : window;
  }

  /**
   * A message to send.
   *
   * @param late whether it is of the backlog
   */
  void add(Publish publish, boolean late) {
    (late ? behind : first).add(publish);
  }

  /** The next to hand to the network, which counts as under way from now on; null for none. */
  @Nullable Flight launch(long now) {
    boolean late = first.isEmpty();
    if (underWay() >= (late ? share() : window) || (late && behind.isEmpty())) {
      return null;
    }
    Publish publish = late ? behind.remove() : first.remove();
    Flight flight = new Flight(flightNumber++, publish, now, late);
    flights.put(flight.number(), flight);
    return flight;
  }

  /** The broker has this one; null when that is known. */
  @Nullable Flight landed(long number, long now) {
    Flight flight = flights.remove(number);
    if (flight != null && flight.late()) {
      int readings = 0;
      for (Entry entry : flight.publish().acknowledges()) {
        readings += taken.getOrDefault(entry.sequence(), 0);
      }
      pace.acknowledged(readings, flight.since(), now);
    }
    return flight;
  }

  /** Until it is settled, a message counts as under way: a power cut could still repeat it. */
  void settle(List<Entry> entries) {
    List<Entry> done =
        entries.stream().filter(entry -> taken.containsKey(entry.sequence())).toList();
    if (done.isEmpty()) {
      return;
    }
    done.forEach(entry -> pace.done(Objects.requireNonNull(taken.remove(entry.sequence()))));
    settling.incrementAndGet();
    queue.acknowledge(
        done,
        () -> {
          settling.decrementAndGet();
          wake.run();
        });
  }

  /** Half a window that waits for the disk alone soon holds up the other half. */
  void hurry() {
    if (2 * settling.get() >= window) {
      queue.hurry();
    }
  }

  /** The one that waits longest for its acknowledgement; null when none does. */
  @Nullable Flight oldest() {
    for (Flight flight : flights.values()) {
      return flight;
    }
    return null;
  }
}
