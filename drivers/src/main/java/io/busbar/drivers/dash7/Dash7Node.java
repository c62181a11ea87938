package io.busbar.drivers.dash7;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Addressee;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.InterfaceConfig;
import io.busbar.drivers.dash7.alp.LinkStatus;
import io.busbar.drivers.dash7.alp.Qos;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.layout.Field;
import io.busbar.drivers.dash7.layout.FileForm;
import io.busbar.drivers.dash7.layout.FileLayout;
import io.busbar.drivers.schema.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One configured node: what it offers, and what its messages mean. For the bus's thread. */
final class Dash7Node {
  private static final Logger LOG = LoggerFactory.getLogger(Dash7Node.class);

  /** Missed messages in a row after which a node counts as gone. */
  private static final int PERIODS = 3;

  private final NodeSettings settings;
  private final FileLayout layout;
  private final Uid uid;
  private final FileImages images;
  private final FieldTracing tracing = new FieldTracing();
  private final Map<String, DataPoint> fields = new LinkedHashMap<>();
  private final DataPoint linkBudget;
  private final DataPoint rxLevel;
  private final DataPoint uidPoint;
  private final DataPoint lastSeen;
  private final DataPoint state;

  private @Nullable Duration period;
  private long lastHeard;
  private boolean watched;
  private boolean silent;
  private String lastRefusal = "";

  Dash7Node(NodeSettings settings, FileLayout layout) {
    this.settings = settings;
    this.layout = layout;
    this.uid = Uid.parse(settings.uid());
    this.images = new FileImages(layout);
    this.period = settings.period() == null ? layout.period() : settings.period();
    for (FileForm form : layout.files()) {
      form.fields().forEach(field -> fields.computeIfAbsent(field.name(), _ -> point(form, field)));
    }
    linkBudget = point("linkBudget", ValueType.INT, "dB");
    rxLevel = point("rxLevel", ValueType.INT, "dBm");
    uidPoint = point("uid", ValueType.TEXT, "");
    lastSeen = point("lastSeen", ValueType.TEXT, "");
    state = point(DataPoint.DEVICE_STATE, ValueType.INT, "");
  }

  Uid uid() {
    return uid;
  }

  /** Who is told from which bytes the samples of these points come. */
  FieldTracing tracing() {
    return tracing;
  }

  Device device() {
    List<DataPoint> points = new ArrayList<>(fields.values());
    points.addAll(List.of(linkBudget, rxLevel, uidPoint, lastSeen, state));
    return new Device(settings.name(), settings.layout(), points);
  }

  /** What a message of this node says. */
  List<Sample> heard(Command command, LinkStatus.D7 status, Instant now, long nanos) {
    if (silent) {
      LOG.info("{} ({}) is heard again", settings.name(), uid);
    }
    lastHeard = nanos;
    watched = true;
    silent = false;
    LinkStatus.Levels levels = status.reception().levels();
    List<Sample> samples = new ArrayList<>();
    command
        .all(Action.ReturnFile.class)
        .collect(
            Collectors.groupingBy(
                part -> part.place().file(), LinkedHashMap::new, Collectors.toList()))
        .forEach((file, parts) -> samples.addAll(file(images.take(file, parts), now)));
    samples.add(Sample.good(linkBudget, new Value.Int(levels.linkBudget()), now));
    samples.add(Sample.good(rxLevel, new Value.Int(-levels.rx()), now));
    samples.add(Sample.good(uidPoint, new Value.Text(uid.toString()), now));
    samples.add(
        Sample.good(lastSeen, new Value.Text(now.truncatedTo(ChronoUnit.MILLIS).toString()), now));
    samples.add(Sample.good(state, new Value.Int(1), now));
    return samples;
  }

  /** What time alone says: nothing, or once that the node has fallen silent. */
  List<Sample> tick(Instant now, long nanos) {
    if (!watched) {
      watched = true;
      lastHeard = nanos;
    }
    if (period == null || silent || nanos - lastHeard <= PERIODS * period.toNanos()) {
      return List.of();
    }
    silent = true;
    String reason =
        settings.name()
            + " has been silent for more than "
            + DurationText.format(period.multipliedBy(PERIODS))
            + ", want a message every "
            + DurationText.format(period)
            + ". Check its supply and its distance to the gateway";
    LOG.warn("{} (UID {})", reason, uid);
    List<Sample> samples = failed(Quality.BAD, now, reason);
    samples.add(Sample.good(state, new Value.Int(0), now));
    return samples;
  }

  /** Nothing can be heard now: what was is old, not wrong. */
  List<Sample> unheard(Instant now, String reason) {
    return silent ? List.of() : failed(Quality.UNCERTAIN, now, reason);
  }

  /**
   * The request that sets a field.
   *
   * @throws IllegalArgumentException there is no such field to be set, or the value does not fit it
   */
  Request write(DataPoint point, Value value) {
    Field field = field(point).field();
    InterfaceConfig.D7 session =
        InterfaceConfig.D7.dormant(
            Qos.PREFERRED,
            Addressee.of(uid, settings.accessClass()),
            Objects.requireNonNullElse(settings.dormant(), Duration.ZERO));
    return Request.over(
        session, Request.write(field(point).form().file(), field.offset(), field.write(value)));
  }

  /** What a write that the node took means. */
  List<Sample> written(DataPoint point, Value value, Instant now) {
    learnPeriod(field(point).field(), value);
    return List.of(Sample.good(point, value, now));
  }

  private record Place(FileForm form, Field field) {}

  private Place field(DataPoint point) {
    for (FileForm form : layout.files()) {
      Optional<Field> found =
          form.fields().stream()
              .filter(field -> field.writable() && field.name().equals(point.name()))
              .findFirst();
      if (found.isPresent()) {
        return new Place(form, found.get());
      }
    }
    throw new IllegalArgumentException(
        "got " + point.device() + "/" + point.name() + ", want a point that can be set");
  }

  private List<Sample> file(FileImages.Outcome outcome, Instant now) {
    FileImages.Update update = outcome.update();
    if (update == null) {
      if (!outcome.refusal().equals(lastRefusal)) {
        LOG.warn("{}: {}", settings.name(), outcome.refusal());
      }
      lastRefusal = outcome.refusal();
      return List.of();
    }
    boolean valid =
        update
            .form()
            .validity()
            .map(field -> new Value.Bool(true).equals(field.read(update.bytes())))
            .orElse(true);
    List<Sample> samples = new ArrayList<>();
    for (Field field : update.form().fields()) {
      if (update.has(field)) {
        boolean usable = valid || field.name().equals(update.form().valid());
        samples.add(sample(field, usable, update, now));
      }
    }
    return samples;
  }

  private Sample sample(Field field, boolean usable, FileImages.Update update, Instant now) {
    DataPoint point = Objects.requireNonNull(fields.get(field.name()));
    @Nullable Value value = field.read(update.bytes());
    tracing.read(point, field, update, now);
    if (!usable) {
      return Sample.failed(
          point,
          Quality.BAD,
          now,
          "the node says that its reading is not valid. Check the wire between node and meter");
    }
    if (value == null) {
      return Sample.failed(point, Quality.BAD, now, "the node sent no number");
    }
    learnPeriod(field, value);
    return Sample.good(point, value, now);
  }

  /** A node tells how often it sends; the configuration knows better, if it says something. */
  private void learnPeriod(Field field, Value value) {
    if (settings.period() == null
        && field.name().equals(layout.periodFrom())
        && value instanceof Value.Int(long seconds)
        && seconds > 0) {
      period = Duration.ofSeconds(seconds);
    }
  }

  private List<Sample> failed(Quality quality, Instant now, String reason) {
    List<Sample> samples = new ArrayList<>();
    for (DataPoint point : fields.values()) {
      samples.add(Sample.failed(point, quality, now, reason));
    }
    samples.add(Sample.failed(linkBudget, quality, now, reason));
    samples.add(Sample.failed(rxLevel, quality, now, reason));
    return samples;
  }

  private DataPoint point(FileForm form, Field field) {
    return new DataPoint(
        settings.name(),
        field.name(),
        field.valueType(),
        field.unit(),
        "UID " + uid + ", file " + form.file() + " (" + form.title() + ") at " + field.offset(),
        field.writable());
  }

  private DataPoint point(String name, ValueType type, String unit) {
    return new DataPoint(settings.name(), name, type, unit, "UID " + uid + ", radio");
  }
}
