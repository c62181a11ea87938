package io.busbar.appliance.cloud;

import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One platform, as the composition root lists it: its word in the configuration, the record that
 * its own settings become, and the connector they make.
 *
 * @param <S> the record of what stands under {@code settings}; its annotations are its JSON Schema
 */
public interface ConnectorType<S> {
  /** The value of {@code type} in the configuration, for example {@code mindsphere}. */
  String type();

  Class<S> settings();

  /** What the schema cannot see; paths count from the connector, e.g. {@code /broker/clientId}. */
  List<Problem> check(Context context, S settings);

  /** The connector for settings that {@link #check} found good. */
  Connector connector(Context context, S settings);

  /** A message that does no harm, to find out whether the platform's broker takes one. */
  Message probe(Context context, S settings, Instant now);

  /**
   * Why this platform must be sent everything in the order in which it was measured, in words for
   * the installer; null when it puts values in order by their times, so that live data may go
   * before an older backlog.
   */
  @Nullable String inOrderBecause(S settings);

  /**
   * What this platform would be sent of some Sends, and before them. Nothing is sent, and nothing
   * is kept.
   */
  default Preview preview(Context context, S settings, List<Outbox.Entry> entries, Instant now) {
    return Preview.of(connector(context, settings), context.broker(), entries, now);
  }

  /** How this platform wants its connection held. */
  default Session session(Context context, S settings) {
    return Session.of(context.broker());
  }

  /**
   * What every platform is given.
   *
   * @param connector the connector's name
   */
  record Context(Gateway gateway, String connector, BrokerSettings broker, List<Section> sections) {
    public Context {
      sections = List.copyOf(sections);
    }
  }

  /** The appliance as clouds see it. */
  record Gateway(String name, String product, String serialNumber) {}

  /**
   * One section with what is known of its points.
   *
   * @param every how often it sends or looks, null at every sample
   */
  record Section(String name, @Nullable Duration every, List<Point> points) {
    public Section {
      points = List.copyOf(points);
    }

    /** A section that looks at every sample. */
    public Section(String name, List<Point> points) {
      this(name, null, points);
    }
  }

  /**
   * One point as the platform sees it.
   *
   * @param unit the variable's SI unit, empty when it has none
   * @param writable whether the variable can be set
   * @param meta what the configuration says of it
   */
  record Point(
      String name,
      String path,
      ValueType type,
      String unit,
      boolean writable,
      Map<String, String> meta) {
    public Point {
      meta = Map.copyOf(meta);
    }

    /** A point that can only be read. */
    public Point(String name, String path, ValueType type, String unit, Map<String, String> meta) {
      this(name, path, type, unit, false, meta);
    }

    /** The name of its variable, the last part of its path. */
    public String variable() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The name of the device that has its variable, the last part but one of its path. */
    public String device() {
      String device = path.substring(0, Math.max(0, path.lastIndexOf('/')));
      return device.substring(device.lastIndexOf('/') + 1);
    }
  }
}
