package io.busbar.appliance.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.process.Path;
import io.busbar.appliance.store.StoreSettings;
import io.busbar.drivers.BusType;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.schema.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns the text of a configuration into a {@link Config}, or refuses it with every problem and its
 * place: first what the JSON Schema sees, then what only the parts together show.
 */
public final class ConfigReader {
  private static final DocumentSchema SCHEMA =
      DocumentSchema.of(ConfigReader.class, "/json-schemas/config.schema.json");

  private final Map<String, BusType<?>> busTypes;
  private final Map<String, ConnectorType<?>> connectorTypes;

  public ConfigReader(List<BusType<?>> busTypes, List<ConnectorType<?>> connectorTypes) {
    this.busTypes = byType(busTypes, BusType::type);
    this.connectorTypes = byType(connectorTypes, ConnectorType::type);
  }

  /**
   * Reads a configuration.
   *
   * @throws RefusedException with every problem found
   */
  public Config read(byte[] json) throws RefusedException {
    JsonNode document = SCHEMA.read(json);
    List<Problem> problems = new ArrayList<>();
    GatewaySettings gateway = DocumentSchema.bind(document.get("gateway"), GatewaySettings.class);
    List<Config.Bus<?>> buses = buses(document.get("buses"), problems);
    Map<String, DataPoint> offered = offered(buses, problems);
    List<Config.Cloud<?>> connectors =
        connectors(document.get("connectors"), gateway, offered, problems);
    new WholeCheck(problems).check(buses, connectors);
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
    StoreSettings store = DocumentSchema.bind(document.get("store"), StoreSettings.class);
    return new Config(gateway, buses, store, connectors);
  }

  private List<Config.Bus<?>> buses(JsonNode nodes, List<Problem> problems) {
    List<Config.Bus<?>> buses = new ArrayList<>();
    for (JsonNode node : nodes) {
      ObjectNode settings = node.deepCopy();
      String type = settings.remove("type").asText();
      buses.add(bus(required(busTypes, type), settings, problems, "/buses/" + buses.size()));
    }
    return buses;
  }

  private static <S> Config.Bus<S> bus(
      BusType<S> type, ObjectNode node, List<Problem> problems, String path) {
    S settings = DocumentSchema.bind(node, type.settings());
    type.check(settings).forEach(problem -> problems.add(problem.under(path)));
    return new Config.Bus<>(node.get("name").asText(), type, settings);
  }

  /** Every variable that the buses offer; a bus with problems of its own offers none. */
  private static Map<String, DataPoint> offered(List<Config.Bus<?>> buses, List<Problem> problems) {
    Map<String, DataPoint> offered = new LinkedHashMap<>();
    for (int i = 0; i < buses.size(); i++) {
      String path = "/buses/" + i + "/";
      if (problems.stream().noneMatch(problem -> problem.path().startsWith(path))) {
        Config.Bus<?> bus = buses.get(i);
        for (Device device : bus.driver().devices()) {
          device
              .points()
              .forEach(
                  point -> offered.put(Path.of(bus.name(), device.name(), point.name()), point));
        }
      }
    }
    return offered;
  }

  private List<Config.Cloud<?>> connectors(
      JsonNode nodes,
      GatewaySettings gateway,
      Map<String, DataPoint> offered,
      List<Problem> problems) {
    List<Config.Cloud<?>> connectors = new ArrayList<>();
    for (JsonNode node : nodes) {
      ObjectNode rest = node.deepCopy();
      ConnectorType<?> type = required(connectorTypes, rest.remove("type").asText());
      JsonNode settings = rest.remove("settings");
      ConnectorSettings common = DocumentSchema.bind(rest, ConnectorSettings.class);
      String path = "/connectors/" + connectors.size();
      List<ConnectorType.Section> sections =
          new SectionCheck(offered, problems).resolve(common.sections(), path + "/sections");
      ConnectorType.Context context =
          new ConnectorType.Context(gateway.name(), common.name(), common.broker(), sections);
      connectors.add(cloud(type, common, context, settings, problems, path));
    }
    return connectors;
  }

  private static <S> Config.Cloud<S> cloud(
      ConnectorType<S> type,
      ConnectorSettings common,
      ConnectorType.Context context,
      JsonNode node,
      List<Problem> problems,
      String path) {
    S settings = DocumentSchema.bind(node, type.settings());
    type.check(context, settings).forEach(problem -> problems.add(problem.under(path)));
    return new Config.Cloud<>(type, common, context, settings);
  }

  private static <T> Map<String, T> byType(List<T> types, Function<T, String> word) {
    return types.stream().collect(Collectors.toUnmodifiableMap(word, Function.identity()));
  }

  private static <T> T required(Map<String, T> types, String type) {
    T found = types.get(type);
    if (found == null) {
      throw new IllegalStateException(
          "the schema knows the type " + type + ", the program does not");
    }
    return found;
  }
}
