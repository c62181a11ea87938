package io.busbar.appliance.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.clock.ClockSettings;
import io.busbar.appliance.cloud.ConnectionVariables;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.logbook.LogSettings;
import io.busbar.appliance.process.EventSettings;
import io.busbar.appliance.process.Position;
import io.busbar.appliance.process.ProcessVariables;
import io.busbar.appliance.process.Program;
import io.busbar.appliance.process.VariableSettings;
import io.busbar.appliance.store.StoreSettings;
import io.busbar.drivers.BusType;
import io.busbar.drivers.schema.Checked;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.schema.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns the text of a configuration into a {@link Config}, or refuses it with every problem and its
 * place: first what the JSON Schema sees, then what only the parts together show.
 */
public final class ConfigReader {
  private static final String RESOURCE = "/json-schemas/config.schema.json";
  private static final DocumentSchema SCHEMA = DocumentSchema.of(ConfigReader.class, RESOURCE);

  private final Map<String, BusType<?>> busTypes;
  private final Map<String, ConnectorType<?>> connectorTypes;

  public ConfigReader(List<BusType<?>> busTypes, List<ConnectorType<?>> connectorTypes) {
    this.busTypes = byType(busTypes, BusType::type);
    this.connectorTypes = byType(connectorTypes, ConnectorType::type);
  }

  /** The JSON Schema that a configuration keeps, as text. */
  public static String schema() {
    try (InputStream in = ConfigReader.class.getResourceAsStream(RESOURCE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a configuration.
   *
   * @throws RefusedException with every problem found
   */
  public Config read(byte[] json) throws RefusedException {
    Checked checked = SCHEMA.check(json);
    JsonNode document = checked.good();
    List<Problem> found = new ArrayList<>();
    List<Config.Bus<?>> buses = buses(document.path("buses"), found);
    List<VariableSettings> variables = list(document.path("variables"), VariableSettings.class);
    new VariableCheck(found).check(variables, "/variables");
    Offer offer = Offer.of(buses, found, checked.problems());
    offer.add(ProcessVariables.BRANCH, ProcessVariables.devices(variables));
    offer.add(Program.BRANCH, Program.devices());
    offer.variables().putAll(Position.VARIABLES);
    for (JsonNode connector : document.path("connectors")) {
      offer.add(connector.path("name").asText(), ConnectionVariables.devices());
    }
    variables = new DeriveCheck(offer, found).resolve(variables, "/variables");
    offer.add(ProcessVariables.BRANCH, ProcessVariables.devices(variables));
    ConnectorType.Gateway gateway = gateway(document.path("gateway"));
    List<Config.Cloud<?>> connectors =
        connectors(document.path("connectors"), gateway, offer, found);
    List<LogSettings> logs = list(document.path("logs"), LogSettings.class);
    new LogCheck(offer, found).check(logs);
    List<EventSettings> events = list(document.path("events"), EventSettings.class);
    new EventCheck(offer, logs, connectors, found).check(events);
    WholeCheck whole = new WholeCheck(found);
    whole.check(buses, offer, connectors);
    // A document that is refused as a whole has not even its defaults.
    if (document.has("store")) {
      whole.check(DocumentSchema.bind(document.get("store"), StoreSettings.class));
    }

    List<Problem> problems = new ArrayList<>(checked.problems());
    found.forEach(problem -> problems.add(checked.inWhole(problem)));
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
    return new Config(
        DocumentSchema.bind(document.get("gateway"), GatewaySettings.class),
        buses,
        variables,
        events,
        logs,
        DocumentSchema.bind(document.get("store"), StoreSettings.class),
        DocumentSchema.bind(document.get("clock"), ClockSettings.class),
        connectors);
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

  private List<Config.Cloud<?>> connectors(
      JsonNode nodes, ConnectorType.Gateway gateway, Offer offer, List<Problem> problems) {
    List<Config.Cloud<?>> connectors = new ArrayList<>();
    for (JsonNode node : nodes) {
      ObjectNode rest = node.deepCopy();
      ConnectorType<?> type = required(connectorTypes, rest.remove("type").asText());
      JsonNode settings = rest.remove("settings");
      ConnectorSettings common = DocumentSchema.bind(rest, ConnectorSettings.class);
      String path = "/connectors/" + connectors.size();
      List<ConnectorType.Section> sections =
          new SectionCheck(offer, problems).resolve(common.sections(), path + "/sections");
      ConnectorType.Context context =
          new ConnectorType.Context(gateway, common.name(), common.broker(), sections);
      connectors.add(cloud(type, common, context, settings, problems, path));
    }
    return connectors;
  }

  /** Of a gateway that was refused, what is left of it. */
  private static ConnectorType.Gateway gateway(JsonNode gateway) {
    return new ConnectorType.Gateway(
        gateway.path("name").asText(),
        gateway.path("product").asText(),
        gateway.path("serialNumber").asText());
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
    common
        .replay()
        .problem(type.inOrderBecause(settings))
        .ifPresent(problem -> problems.add(problem.under(path)));
    return new Config.Cloud<>(type, common, context, settings);
  }

  private static <T> List<T> list(JsonNode nodes, Class<T> type) {
    List<T> list = new ArrayList<>();
    nodes.forEach(node -> list.add(DocumentSchema.bind(node, type)));
    return list;
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
