package io.busbar.appliance.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import io.busbar.appliance.clock.ClockSettings;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.smartgear.ByDevice;
import io.busbar.appliance.logbook.LogSettings;
import io.busbar.appliance.process.EventSettings;
import io.busbar.appliance.process.VariableSettings;
import io.busbar.appliance.store.StoreSettings;
import io.busbar.drivers.BusType;
import io.busbar.drivers.schema.DurationText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the JSON Schema of the configuration from the settings records. It is made when the program
 * is built and kept as a file, so that the appliance need not make it at every start.
 */
final class ConfigSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SchemaGenerator generator = new SchemaGenerator(rules().build());
  private final ObjectNode definitions = JSON.createObjectNode();

  static String of(List<BusType<?>> buses, List<ConnectorType<?>> connectors) {
    return new ConfigSchema().make(buses, connectors).toPrettyString() + "\n";
  }

  private ObjectNode make(List<BusType<?>> buses, List<ConnectorType<?>> connectors) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Configuration of a Busbar appliance");
    schema.put("type", "object");
    schema.putArray("required").add("gateway").add("buses").add("connectors");
    ObjectNode properties = schema.putObject("properties");
    properties.set("gateway", definition("gateway", GatewaySettings.class));
    properties.set("buses", list("Field buses", buses(buses)));
    properties.set(
        "variables", settings("Process variables of the user", "variable", VariableSettings.class));
    properties.set("events", settings("What happens when", "event", EventSettings.class));
    properties.set("logs", settings("Log files of the user", "log", LogSettings.class));
    ObjectNode store = definition("store", StoreSettings.class);
    store.putObject("default");
    properties.set("store", store);
    ObjectNode clock = definition("clock", ClockSettings.class);
    clock.putObject("default");
    properties.set("clock", clock);
    properties.set("connectors", list("Connections to clouds", connectors(connectors)));
    schema.put("additionalProperties", false);
    schema.set("$defs", definitions);
    return schema;
  }

  private ObjectNode buses(List<BusType<?>> types) {
    Map<String, JsonNode> byType = new LinkedHashMap<>();
    for (BusType<?> type : types) {
      ObjectNode settings = generate(type.settings());
      ((ObjectNode) settings.get("properties")).putObject("type").put("const", type.type());
      definitions.set(type.type(), settings);
      byType.put(type.type(), reference(type.type()));
    }
    return oneOf(byType);
  }

  /** What all connectors have stands in each of their definitions, with the platform's settings. */
  private ObjectNode connectors(List<ConnectorType<?>> types) {
    Map<String, JsonNode> byType = new LinkedHashMap<>();
    for (ConnectorType<?> type : types) {
      definitions.set(type.type() + "-settings", generate(type.settings()));
      ObjectNode connector = generate(ConnectorSettings.class);
      ObjectNode properties = (ObjectNode) connector.get("properties");
      properties.putObject("type").put("const", type.type());
      ObjectNode settings = reference(type.type() + "-settings");
      settings.putObject("default");
      settings.put("description", "What this platform alone needs");
      properties.set("settings", settings);
      definitions.set(type.type(), connector);
      byType.put(type.type(), reference(type.type()));
    }
    return oneOf(byType);
  }

  /**
   * Chosen by if and then, not by oneOf: so a fault is told where it is, and not as "none of the
   * kinds fits".
   */
  private static ObjectNode oneOf(Map<String, JsonNode> byType) {
    ObjectNode item = JSON.createObjectNode();
    item.put("type", "object");
    item.putArray("required").add("name").add("type");
    ObjectNode type = item.putObject("properties").putObject("type");
    byType.keySet().forEach(type.withArray("enum")::add);
    ArrayNode choices = item.putArray("allOf");
    byType.forEach((name, settings) -> {
      ObjectNode choice = choices.addObject();
      ObjectNode condition = choice.putObject("if");
      condition.putObject("properties").putObject("type").put("const", name);
      condition.putArray("required").add("type");
      choice.set("then", settings);
    });
    return item;
  }

  private static ObjectNode list(String description, ObjectNode item) {
    ObjectNode list = JSON.createObjectNode();
    list.put("description", description);
    list.put("type", "array");
    list.put("maxItems", 64);
    list.set("items", item);
    return list;
  }

  /** A list that may be left out, whose items are all of one kind. */
  private ObjectNode settings(String description, String name, Class<?> type) {
    ObjectNode list = list(description, definition(name, type));
    list.put("maxItems", 1000);
    list.putArray("default");
    return list;
  }

  private ObjectNode definition(String name, Class<?> type) {
    definitions.set(name, generate(type));
    return reference(name);
  }

  private ObjectNode generate(Class<?> type) {
    ObjectNode schema = generator.generateSchema(type);
    schema.remove("$schema");
    return schema;
  }

  private static ObjectNode reference(String name) {
    return JSON.createObjectNode().put("$ref", "#/$defs/" + name);
  }

  private static SchemaGeneratorConfigBuilder rules() {
    SchemaGeneratorConfigBuilder rules =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                new JacksonModule(
                    JacksonOption.RESPECT_JSONPROPERTY_REQUIRED,
                    JacksonOption.RESPECT_JSONPROPERTY_ORDER,
                    JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
            .with(new JakartaValidationModule(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS))
            .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT)
            .with(Option.INLINE_ALL_SCHEMAS)
            .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
            .without(Option.SCHEMA_VERSION_INDICATOR);
    rules.forFields().withNullableCheck(ConfigSchema::nullable);
    rules.forFields().withWriteOnlyCheck(field -> field.getName().equals("password"));
    // As the record has them: that is the order in which people think of them.
    rules.forTypesInGeneral().withPropertySorter((_, _) -> 0);
    rules.forFields().withDefaultResolver(ConfigSchema::defaultValue);
    rules
        .forTypesInGeneral()
        .withCustomDefinitionProvider((type, context) -> {
          ObjectNode own = own(type.getErasedType());
          return own == null ? null : new CustomDefinition(own, true);
        });
    return rules;
  }

  /** What is written otherwise than its record says; null of all else. */
  private static @Nullable ObjectNode own(Class<?> type) {
    if (type == Duration.class) {
      return JSON.createObjectNode().put("type", "string").put("pattern", DurationText.PATTERN);
    }
    if (type == ByDevice.class) {
      ObjectNode either = JSON.createObjectNode();
      either.putArray("type").add("string").add("object");
      either.putObject("additionalProperties").put("type", "string");
      return either;
    }
    return null;
  }

  private static boolean nullable(FieldScope field) {
    return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable Object defaultValue(FieldScope field) {
    JsonProperty property = field.getAnnotationConsideringFieldAndGetter(JsonProperty.class);
    if (property == null
        || property.defaultValue().isEmpty()
        || field.isFakeContainerItemScope()) { // A list's default is not its items'.
      return null;
    }
    String text = property.defaultValue();
    Class<?> type = field.getType().getErasedType();
    if (type == String.class || type == Duration.class || type.isEnum()) {
      return text;
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(field + ": the default " + text + " is no JSON", e);
    }
  }
}
