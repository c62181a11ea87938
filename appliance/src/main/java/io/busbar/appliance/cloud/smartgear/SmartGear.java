package io.busbar.appliance.cloud.smartgear;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.ConnectorType.Context;
import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.appliance.cloud.ConnectorType.Section;
import io.busbar.appliance.cloud.Host;
import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.Numbers;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Send.Reading;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The conversation with Sm@rtGear: every value on the topic of its code. */
final class SmartGear implements Connector {
  /** The platform's limit is not published. */
  static final int MOST_BYTES = 100_000;

  static final String TIMER = "heartbeat";
  static final Duration HEARTBEAT = Duration.ofSeconds(60);

  private static final Set<String> KILO = Set.of("W", "var", "VA", "Wh", "varh", "VAh");

  private record Key(String section, String point) {}

  private final Topics topics;
  private final int qos;
  private final Body body;
  private final boolean kilo;
  private final @Nullable SystemReport system;
  private final Map<Key, Point> points = new LinkedHashMap<>();
  private final Map<Key, String> codes = new HashMap<>();
  private final Map<String, Device> devices = new HashMap<>();
  private final Set<String> without = new TreeSet<>();

  SmartGear(Context context, SmartGearSettings settings, Host host) {
    this.topics = new Topics(settings, context.gateway().name());
    this.qos = context.broker().qos();
    this.body = Body.valueOf(settings.body().toUpperCase(Locale.ROOT));
    this.kilo = settings.units().equals("kilo");
    this.system = settings.system() ? new SystemReport(host) : null;
    Map<String, String> byPath = new HashMap<>();
    settings.points().forEach((code, path) -> byPath.put(path, code));
    for (Section section : context.sections()) {
      for (Point point : section.points()) {
        Key key = new Key(section.name(), point.name());
        points.put(key, point);
        String code = byPath.getOrDefault(point.path(), Codes.of(point.variable()));
        if (code == null) {
          without.add(point.path());
        } else {
          codes.put(key, code);
          devices.computeIfAbsent(point.device(), name -> new Device()).has(code);
        }
      }
    }
  }

  @Override
  public List<Effect> on(Event event, Instant now) {
    return switch (event) {
      case Event.Connected() -> {
        List<Effect> effects = new ArrayList<>(report(now));
        if (!without.isEmpty()) {
          effects.add(
              new Effect.Status(
                  "no code for "
                      + String.join(", ", without.stream().limit(5).toList())
                      + (without.size() > 5 ? " and " + (without.size() - 5) + " more" : "")
                      + ": not sent; give each one under settings, points",
                  false));
        }
        yield effects;
      }
      case Event.Tick(String timer) -> timer.equals(TIMER) ? report(now) : List.of();
      case Event.Sends(List<Entry> entries) -> {
        List<Effect> effects = new ArrayList<>();
        entries.forEach(entry -> effects.addAll(values(entry)));
        yield effects;
      }
      case Event.Disconnected _, Event.Received _, Event.WasSet _, Event.Ran _ -> List.of();
    };
  }

  Message heartbeat(Instant now) {
    Value alive = new Value.Bool(true);
    String text = body.of(SystemReport.HEARTBEAT, alive, Quality.GOOD, now);
    return message(
        SystemReport.HEARTBEAT,
        topics.gateway(SystemReport.HEARTBEAT),
        text == null ? Numbers.text(alive) : text);
  }

  private List<Effect> report(Instant now) {
    if (system == null) {
      return List.of();
    }
    List<Effect> effects = new ArrayList<>();
    system
        .values()
        .forEach((code, value) -> {
          String text = body.of(code, value, Quality.GOOD, now);
          if (text != null) {
            effects.add(new Effect.Publish(message(code, topics.gateway(code), text), List.of()));
          }
        });
    effects.add(new Effect.Timer(TIMER, HEARTBEAT));
    return effects;
  }

  private List<Effect> values(Entry entry) {
    Send send = entry.send();
    List<Message> messages = new ArrayList<>();
    Map<String, Map<String, Point>> touched = new LinkedHashMap<>();
    Set<String> tooLarge = new TreeSet<>();
    for (Reading reading : send.readings()) {
      Key key = new Key(send.section(), reading.point());
      Point point = points.get(key);
      if (point == null) {
        continue;
      }
      Value value = reading.value();
      if (value != null) {
        device(point).note(point.variable(), value, reading.quality());
        touched
            .computeIfAbsent(point.device(), device -> new LinkedHashMap<>())
            .put(point.variable(), point);
      }
      String code = codes.get(key);
      if (code != null) {
        Instant time = reading.quality() == Quality.GOOD ? send.time() : reading.time();
        add(messages, code, point, value, reading.quality(), time, tooLarge);
      }
    }
    touched.forEach((name, variables) -> {
      for (Device.Made made :
          devices
              .getOrDefault(name, new Device())
              .computed(new LinkedHashSet<>(variables.keySet()))) {
        Point point = variables.getOrDefault(made.input(), variables.values().iterator().next());
        add(messages, made.code(), point, made.value(), made.quality(), send.time(), tooLarge);
      }
    });
    List<Effect> effects = new ArrayList<>(Effect.carry(messages, List.of(entry)));
    if (!tooLarge.isEmpty()) {
      effects.add(
          new Effect.Status(
              "the value of "
                  + tooLarge.iterator().next()
                  + " is left out: it has more than the "
                  + MOST_BYTES
                  + " bytes of a message",
              true));
    }
    return effects;
  }

  private Device device(Point point) {
    return devices.computeIfAbsent(point.device(), name -> new Device());
  }

  private void add(
      List<Message> messages,
      String code,
      Point point,
      @Nullable Value value,
      Quality quality,
      Instant time,
      Set<String> tooLarge) {
    String text = body.of(code, value == null ? null : inUnit(point, value), quality, time);
    if (text == null) {
      return;
    }
    if (JsonText.bytes(text) > MOST_BYTES) {
      tooLarge.add(point.path());
    } else {
      messages.add(message(code, topics.of(code, point.device()), text));
    }
  }

  private Value inUnit(Point point, Value value) {
    if (!kilo || !KILO.contains(point.unit())) {
      return value;
    }
    return switch (value) {
      case Value.Int(long whole) -> thousandth(BigDecimal.valueOf(whole));
      case Value.Real(double real) -> thousandth(BigDecimal.valueOf(real));
      case Value.Bool _, Value.Text _ -> value;
    };
  }

  private static Value thousandth(BigDecimal number) {
    return new Value.Real(number.movePointLeft(3).doubleValue());
  }

  private Message message(String code, String topic, String text) {
    return switch (Codes.delivery(code)) {
      case BEST_EFFORT -> new Message(topic, text, 0, false);
      case DATA -> new Message(topic, text, qos, false);
      case STATE -> new Message(topic, text, Math.max(qos, 1), true);
    };
  }
}
