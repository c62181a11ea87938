package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.juconn.JuconnSettings.Permission;
import io.busbar.appliance.tixml.codec.Element;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the portal asks of the gateway and how it is answered (sections 3 to 5). Each request is
 * carried out once however often it is delivered; the same request again gets the same answer.
 * Requests that change something are done in their order, one at a time; those that only read do
 * not wait for them.
 */
final class Feedback {
  /** Requests that wait for their turn, at most. */
  static final int MOST_WAITING = 16;

  /** Requests whose answer is remembered, for the case that they come again. */
  static final int MOST_REMEMBERED = 64;

  private final Set<Permission> allowed;
  private final String serialNumber;
  private final Format format;
  private final Commands commands;

  private final Map<Boolean, Deque<Job>> lanes = new HashMap<>();
  private final Map<String, Job> underWay = new HashMap<>();
  private final Deque<Job> unsent = new ArrayDeque<>();
  private long jobs;

  /** Requests by channel, id and content; a job without an answer is not done yet. */
  private final Map<String, Job> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Job> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** One request, and its answer once there is one. */
  private static final class Job {
    private final String id;
    private final Channel channel;
    private final String requestId;
    private final List<Element> commands;
    private @Nullable String answer;

    Job(String id, Channel channel, String requestId, List<Element> commands) {
      this.id = id;
      this.channel = channel;
      this.requestId = requestId;
      this.commands = commands;
    }

    boolean readsOnly() {
      return commands.stream().allMatch(c -> Commands.needed(c) == Permission.READ);
    }
  }

  Feedback(Set<Permission> allowed, String serialNumber, Format format, Commands commands) {
    this.allowed = Set.copyOf(allowed);
    this.serialNumber = serialNumber;
    this.format = format;
    this.commands = commands;
  }

  /** The gateway runs: listens, and gives the answers that found no connection. */
  List<Effect> running(Ids ids, int qos) {
    List<Effect> effects = new ArrayList<>();
    for (Channel channel : Channel.values()) {
      effects.add(new Effect.Subscribe(ids.topic(channel.topic()), qos));
    }
    for (Job job = unsent.poll(); job != null; job = unsent.poll()) {
      effects.add(answer(job, ids, qos));
    }
    return effects;
  }

  /** A message on one of the channels. */
  List<Effect> received(Channel channel, Message message, Ids ids, int qos) {
    if (message.retain()) {
      return List.of(
          new Effect.Status(
              "a request on %s is retained at the broker, and not executed: it would come again at"
                  .formatted(message.topic())
                  + " every connection; publish it without retain",
              true));
    }
    Incoming request;
    try {
      request = Incoming.read(message.payload());
    } catch (UnreadableException e) {
      return List.of(
          new Effect.Status(
              "a request on %s: %s".formatted(message.topic(), e.getMessage()), true));
    }
    String requestId = request.text("request_id");
    String key = key(channel, requestId, message.payload());
    Job known = seen.get(key);
    if (known != null) {
      return known.answer == null ? List.of() : List.of(answer(known, ids, qos));
    }
    return begin(channel, request, requestId, key, ids, qos);
  }

  private List<Effect> begin(
      Channel channel, Incoming request, String requestId, String key, Ids ids, int qos) {
    Job job;
    Outcome refusal;
    try {
      List<Element> asked = asked(channel, request);
      job = new Job("job " + jobs++, channel, requestId, asked);
      refusal = refusal(channel, request, asked);
    } catch (UnreadableException e) {
      job = new Job("job " + jobs++, channel, requestId, List.of());
      refusal = Outcome.refused(Outcome.INVALID, String.valueOf(e.getMessage()));
    }
    seen.put(key, job);
    if (refusal != null) {
      job.answer = format.result(channel, requestId, serialNumber, refusal);
      return List.of(answer(job, ids, qos));
    }
    Deque<Job> lane = lanes.computeIfAbsent(job.readsOnly(), _ -> new ArrayDeque<>());
    lane.add(job);
    return lane.size() == 1 ? List.of(run(job)) : List.of();
  }

  /** A job is done: its answer goes out when the gateway runs, and the next of its lane begins. */
  List<Effect> ran(String id, String result, @Nullable Ids ids, int qos) {
    Job job = underWay.remove(id);
    if (job == null) {
      return List.of();
    }
    job.answer = result;
    List<Effect> effects = new ArrayList<>();
    if (ids == null) {
      unsent.add(job);
    } else {
      effects.add(answer(job, ids, qos));
    }
    Deque<Job> lane = lanes.getOrDefault(job.readsOnly(), new ArrayDeque<>());
    lane.remove(job);
    if (!lane.isEmpty()) {
      effects.add(run(lane.getFirst()));
    }
    return effects;
  }

  private Effect run(Job job) {
    underWay.put(job.id, job);
    return new Effect.Run(
        job.id,
        () ->
            format.result(
                job.channel, job.requestId, serialNumber, commands.run(job.commands)));
  }

  private static List<Element> asked(Channel channel, Incoming request)
      throws UnreadableException {
    return switch (channel) {
      case CONFIG -> {
        List<Element> config = request.commands("config");
        yield config.isEmpty() ? request.commands("config_xml") : config;
      }
      case CMD -> request.commands("cmd");
      case STATE -> {
        String path = request.text("path");
        Element get =
            path.isEmpty()
                ? Element.empty("Get")
                : Element.of("Get", path.endsWith("/") ? path : path + "/");
        yield List.of(get.with("ver", "y"));
      }
    };
  }

  /** Why a request is not carried out; null when it is. */
  private @Nullable Outcome refusal(Channel channel, Incoming request, List<Element> asked) {
    String serial = request.text("serial_number");
    if (!serial.equals(serialNumber)) {
      return Outcome.refused(
          Outcome.NOT_THIS_GATEWAY,
          "got serial_number `%s`, want %s".formatted(Answer.quote(serial), serialNumber));
    }
    if (asked.isEmpty()) {
      return Outcome.refused(Outcome.INVALID, "got no command in " + channel.topic());
    }
    for (Element command : asked) {
      Outcome refusal = refusal(channel, command);
      if (refusal != null) {
        return refusal;
      }
    }
    long waiting = lanes.values().stream().mapToLong(Deque::size).sum();
    return waiting >= MOST_WAITING
        ? Outcome.refused(
            Outcome.BUSY, waiting + " requests wait already; wait for their answers")
        : null;
  }

  private @Nullable Outcome refusal(Channel channel, Element command) {
    Permission needed = Commands.needed(command);
    boolean fits =
        channel != Channel.CONFIG
            || command.name().equals("SetConfig")
            || command.name().equals("Set");
    if (needed == null || !fits) {
      return Outcome.refused(
          Outcome.INVALID,
          "got %s, want %s"
              .formatted(
                  command.name(),
                  channel == Channel.CONFIG ? "SetConfig or Set" : "a TiXML command"));
    }
    if (!allowed.contains(needed)) {
      return Outcome.refused(
          Outcome.FORBIDDEN,
          "%s is not allowed: the owner of this gateway has to add it to `allow` of the connector"
              .formatted(command.name()));
    }
    return null;
  }

  private static Effect answer(Job job, Ids ids, int qos) {
    return new Effect.Publish(
        new Message(
            ids.topic(job.channel.answerTopic()), String.valueOf(job.answer), qos, false),
        List.of());
  }

  private static String key(Channel channel, String requestId, String payload) {
    UUID content = UUID.nameUUIDFromBytes(payload.getBytes(StandardCharsets.UTF_8));
    return channel + " " + requestId + " " + content;
  }
}
