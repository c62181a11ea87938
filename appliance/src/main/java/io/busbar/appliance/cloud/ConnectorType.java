package io.busbar.appliance.cloud;

import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.Problem;
import java.util.List;
import java.util.Map;

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

  /**
   * What every platform is given.
   *
   * @param gateway the gateway's name
   * @param connector the connector's name
   */
  record Context(String gateway, String connector, BrokerSettings broker, List<Section> sections) {
    public Context {
      sections = List.copyOf(sections);
    }
  }

  /** One section with what is known of its points. */
  record Section(String name, List<Point> points) {
    public Section {
      points = List.copyOf(points);
    }
  }

  /**
   * One point as the platform sees it.
   *
   * @param unit the variable's SI unit, empty when it has none
   * @param meta what the configuration says of it
   */
  record Point(String name, String path, ValueType type, String unit, Map<String, String> meta) {
    public Point {
      meta = Map.copyOf(meta);
    }
  }
}
