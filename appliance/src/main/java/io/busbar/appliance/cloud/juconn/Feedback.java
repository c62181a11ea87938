package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.juconn.JuconnSettings.Permission;
import io.busbar.appliance.cloud.juconn.Requests.Request;
import io.busbar.appliance.tixml.codec.Element;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the portal asks of the gateway and how it is answered (sections 3 to 5). Each request is
 * carried out once however often it is delivered; the same request again gets the same answer.
 */
final class Feedback {
  static final String TIMER = "feedback";

  /** How often requests are looked at that a connector before this one began. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Set<Permission> allowed;
  private final String serialNumber;
  private final Format format;
  private final Commands commands;
  private final Requests requests;

  /**
   * @param requests outlives this connector
   */
  Feedback(
      Set<Permission> allowed,
      String serialNumber,
      Format format,
      Commands commands,
      Requests requests) {
    this.allowed = Set.copyOf(allowed);
    this.serialNumber = serialNumber;
    this.format = format;
    this.commands = commands;
    this.requests = requests;
  }

  /** The gateway runs: listens, and gives the answers that found no connection. */
  List<Effect> running(Ids ids, int qos) {
    List<Effect> effects = new ArrayList<>();
    for (Channel channel : Channel.values()) {
      effects.add(new Effect.Subscribe(ids.topic(channel.topic()), qos));
    }
    effects.addAll(tick(ids, qos));
    return effects;
  }

  /** Goes on with what is answered or may begin, and looks again while something is under way. */
  List<Effect> tick(Ids ids, int qos) {
    List<Effect> effects = proceed(ids, qos);
    if (requests.waiting() > 0) {
      effects.add(new Effect.Timer(TIMER, LOOK));
    }
    return effects;
  }

  /**
   * Goes on with what is answered or may begin.
   *
   * @param ids null while the gateway does not run: the answers then wait
   */
  List<Effect> proceed(@Nullable Ids ids, int qos) {
    List<Effect> effects = new ArrayList<>();
    if (ids != null) {
      for (Requests.Answered answer : requests.unsent()) {
        String topic = ids.topic(answer.channel().answerTopic());
        effects.add(
            new Effect.Publish(new Message(topic, answer.payload(), qos, false), List.of()));
      }
    }
    for (Request request : requests.begin()) {
      effects.add(
          new Effect.Run(
              "request " + request.requestId(),
              () -> {
                answer(request, commands.run(request.commands()));
                return "";
              }));
    }
    return effects;
  }

  /** A message on one of the channels. */
  List<Effect> received(Channel channel, Message message, Ids ids, int qos) {
    if (message.retain()) {
      return List.of(
          new Effect.Status(
              "a request on "
                  + message.topic()
                  + " is retained at the broker and not carried out, for it would come again with"
                  + " every connection; publish it without retain",
              true));
    }
    List<Effect> effects = new ArrayList<>();
    try {
      take(channel, message.payload());
    } catch (UnreadableException e) {
      String why = String.valueOf(e.getMessage());
      effects.add(new Effect.Status("a request on %s: %s".formatted(message.topic(), why), true));
      refuse(channel, message.payload(), why);
    }
    effects.addAll(proceed(ids, qos));
    return effects;
  }

  /**
   * An invalid command can make its whole request unreadable; who asked is answered all the same.
   */
  private void refuse(Channel channel, String payload, String why) {
    String requestId = Incoming.requestId(payload);
    Request request = new Request(channel, requestId, List.of());
    if (!requestId.isEmpty() && requests.isNew(key(channel, requestId, payload), request)) {
      answer(request, Outcome.refused(Outcome.INVALID, why));
    }
  }

  /**
   * Answers or enqueues a request.
   *
   * @throws UnreadableException it is none
   */
  private void take(Channel channel, String payload) throws UnreadableException {
    Incoming incoming = Incoming.read(payload);
    String requestId = incoming.text("request_id");
    Request request;
    Outcome refusal;
    try {
      request = new Request(channel, requestId, asked(channel, incoming));
      refusal = refusal(incoming, request);
    } catch (UnreadableException e) {
      request = new Request(channel, requestId, List.of());
      refusal = Outcome.refused(Outcome.INVALID, String.valueOf(e.getMessage()));
    }
    if (!requests.isNew(key(channel, requestId, payload), request)) {
      return;
    }
    if (refusal == null) {
      requests.enqueue(request);
    } else {
      answer(request, refusal);
    }
  }

  private void answer(Request request, Outcome outcome) {
    requests.answered(
        request, format.result(request.channel(), request.requestId(), serialNumber, outcome));
  }

  private static List<Element> asked(Channel channel, Incoming request) throws UnreadableException {
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
  private @Nullable Outcome refusal(Incoming incoming, Request request) {
    String serial = incoming.text("serial_number");
    if (!serial.equals(serialNumber)) {
      return Outcome.refused(
          Outcome.NOT_THIS_GATEWAY,
          "got serial_number `%s`, want %s".formatted(Answer.quote(serial), serialNumber));
    }
    if (request.commands().isEmpty()) {
      return Outcome.refused(Outcome.INVALID, "got no command in the request, want one or more");
    }
    for (Element command : request.commands()) {
      Outcome refusal = refusal(request.channel(), command);
      if (refusal != null) {
        return refusal;
      }
    }
    int waiting = requests.waiting();
    return waiting >= Requests.MOST_WAITING
        ? Outcome.refused(Outcome.BUSY, waiting + " requests wait already; wait for their answers")
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

  private static String key(Channel channel, String requestId, String payload) {
    UUID content = UUID.nameUUIDFromBytes(payload.getBytes(StandardCharsets.UTF_8));
    return channel + " " + requestId + " " + content;
  }
}
