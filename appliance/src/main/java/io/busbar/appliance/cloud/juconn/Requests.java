package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.juconn.JuconnSettings.Permission;
import io.busbar.appliance.tixml.codec.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a portal asked and what became of it. It outlives connections and, when a SetConfig changes
 * the connector's own settings, the connector itself: the answer goes out by the next one. Requests
 * that change something are done in their order, one at a time; those that only read do not wait
 * for them. Any thread may report that one is done.
 */
final class Requests {
  /** Requests that wait for their turn or are under way, at most. */
  static final int MOST_WAITING = 16;

  /** Requests whose answer is remembered, for the case that they come again. */
  static final int MOST_REMEMBERED = 64;

  private final Deque<Request> reading = new ArrayDeque<>();
  private final Deque<Request> changing = new ArrayDeque<>();
  private final Deque<Request> unsent = new ArrayDeque<>();
  private final Map<String, Request> seen = new LinkedHashMap<>();

  /** One request; {@link Requests} guards what changes of it. */
  static final class Request {
    private final Channel channel;
    private final String requestId;
    private final List<Element> commands;
    private boolean started;
    private @Nullable String answer;

    Request(Channel channel, String requestId, List<Element> commands) {
      this.channel = channel;
      this.requestId = requestId;
      this.commands = List.copyOf(commands);
    }

    Channel channel() {
      return channel;
    }

    String requestId() {
      return requestId;
    }

    List<Element> commands() {
      return commands;
    }

    private boolean readsOnly() {
      return commands.stream().allMatch(c -> Commands.needed(c) == Permission.READ);
    }
  }

  /** An answer that is to go out. */
  record Answered(Channel channel, String payload) {}

  /**
   * Notes a request unless it was seen before. One that was seen and is answered is answered again.
   *
   * @param key equal for two deliveries of one request
   * @return whether it is new
   */
  synchronized boolean isNew(String key, Request request) {
    Request before = seen.putIfAbsent(key, request);
    if (before == null) {
      if (seen.size() > MOST_REMEMBERED) {
        seen.remove(seen.keySet().iterator().next());
      }
      return true;
    }
    if (before.answer != null && !unsent.contains(before)) {
      unsent.add(before);
    }
    return false;
  }

  /** Puts a request behind those of its kind. */
  synchronized void enqueue(Request request) {
    lane(request).add(request);
  }

  /** How many wait or are under way. */
  synchronized int waiting() {
    return reading.size() + changing.size();
  }

  /** What may begin now; each is returned once. */
  synchronized List<Request> begin() {
    List<Request> begun = new ArrayList<>();
    for (Deque<Request> lane : List.of(reading, changing)) {
      Request first = lane.peek();
      if (first != null && !first.started) {
        first.started = true;
        begun.add(first);
      }
    }
    return begun;
  }

  /** A request is answered, with or without having been carried out. */
  synchronized void answered(Request request, String answer) {
    request.answer = answer;
    lane(request).remove(request);
    unsent.add(request);
  }

  /** The answers that did not go out yet; each is returned once. */
  synchronized List<Answered> unsent() {
    List<Answered> answers = new ArrayList<>();
    for (Request request = unsent.poll(); request != null; request = unsent.poll()) {
      answers.add(new Answered(request.channel, String.valueOf(request.answer)));
    }
    return answers;
  }

  private Deque<Request> lane(Request request) {
    return request.readsOnly() ? reading : changing;
  }
}
