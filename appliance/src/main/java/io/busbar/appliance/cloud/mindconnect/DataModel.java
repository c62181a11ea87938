package io.busbar.appliance.cloud.mindconnect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.appliance.cloud.ConnectorType.Section;
import io.busbar.drivers.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The data model of a connector: type, instance and mapping model. One asset for the gateway, one
 * aspect for each section, one variable for each point. Names follow the platform's example: with
 * model {@code energy_4}, tenant {@code camexia} and section {@code Realtime1} there are {@code
 * camexia.energy_4_AssetType}, {@code energy_4_Asset} and {@code
 * camexia.energy_4_Realtime1_AspectType}. What is no letter, digit or {@code _} becomes {@code _}
 * in such names; a dataPointId stays as it is.
 *
 * @param requestId names this content, so an answer to an older model is not taken for its own
 * @param json the message for {@code o/amo_v3/m}
 */
record DataModel(String requestId, String json) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** What no name may have; a placeholder stays, because the platform replaces it. */
  private static final Pattern FOREIGN = Pattern.compile("\\$\\{\\w+\\}|[^A-Za-z0-9_]");

  /** The platform wants a length for texts; longer ones need its BIG_STRING. */
  private static final int TEXT_LENGTH = 255;

  static DataModel of(String tenant, String modelId, List<Section> sections, DataPoints points) {
    String base = name(modelId);
    String asset = base + "_AssetReference";
    List<AspectType> aspectTypes = new ArrayList<>();
    List<Aspect> aspects = new ArrayList<>();
    List<Mapping> mappings = new ArrayList<>();
    Set<String> aspectNames = new HashSet<>();
    for (Section section : sections) {
      String aspect = unique(base + "_" + name(section.name()), aspectNames);
      String typeId = tenant + "." + aspect + "_AspectType";
      List<Variable> variables = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (Point point : section.points()) {
        Variable variable = variable(point, unique(name(point.name()), names));
        variables.add(variable);
        mappings.add(
            new Mapping(
                points.id(section.name(), point.name()),
                asset,
                aspect + "_Aspect",
                variable.name()));
      }
      aspectTypes.add(
          new AspectType(
              typeId,
              aspect + "_AspectType",
              "dynamic",
              "private",
              variables,
              "measured " + section.name()));
      aspects.add(new Aspect(aspect + "_Aspect", typeId));
    }
    String assetTypeId = tenant + "." + base + "_AssetType";
    AssetType assetType =
        new AssetType(
            assetTypeId,
            base + "_AssetType",
            "core.basicasset",
            aspects,
            "Asset Type of " + modelId,
            true,
            "private");
    Asset instance = new Asset(asset, "root", assetTypeId, base + "_Asset", "Asset of " + modelId);
    return message(
        new Model(
            modelId,
            new TypeModel(aspectTypes, List.of(assetType)),
            new InstanceModel(List.of(instance)),
            new MappingModel(mappings)));
  }

  /** Its size on the wire. */
  int bytes() {
    return json.getBytes(StandardCharsets.UTF_8).length;
  }

  private static DataModel message(Model model) {
    try {
      CRC32 crc = new CRC32();
      crc.update(MAPPER.writeValueAsBytes(model));
      String requestId = model.externalId() + "_" + Long.toHexString(crc.getValue());
      return new DataModel(requestId, MAPPER.writeValueAsString(new Upload(requestId, model)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the data model cannot be written", e);
    }
  }

  private static Variable variable(Point point, String name) {
    String unit = point.meta().getOrDefault("unit", point.unit());
    return new Variable(
        name,
        dataType(point.type()),
        unit.isEmpty() ? null : unit,
        true,
        point.type() == ValueType.TEXT ? TEXT_LENGTH : null,
        true);
  }

  private static String dataType(ValueType type) {
    return switch (type) {
      case BOOL -> "BOOLEAN";
      case INT -> "LONG";
      case REAL -> "DOUBLE";
      case TEXT -> "STRING";
    };
  }

  private static String name(String text) {
    String name =
        FOREIGN
            .matcher(text)
            .replaceAll(m -> m.group().length() > 1 ? Matcher.quoteReplacement(m.group()) : "_");
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  private static String unique(String name, Set<String> taken) {
    String free = name;
    for (int n = 2; !taken.add(free); n++) {
      free = name + "_" + n;
    }
    return free;
  }

  private record Upload(String id, Model data) {}

  private record Model(
      String externalId,
      TypeModel typeModel,
      InstanceModel instanceModel,
      MappingModel mappingModel) {}

  private record TypeModel(List<AspectType> aspectTypes, List<AssetType> assetTypes) {}

  private record InstanceModel(List<Asset> assets) {}

  private record MappingModel(List<Mapping> mappings) {}

  private record AspectType(
      String id,
      String name,
      String category,
      String scope,
      List<Variable> variables,
      String description) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Variable(
      String name,
      String dataType,
      @Nullable String unit,
      boolean searchable,
      @Nullable Integer length,
      boolean qualityCode) {}

  private record AssetType(
      String id,
      String name,
      String parentTypeId,
      List<Aspect> aspects,
      String description,
      boolean instantiable,
      String scope) {}

  private record Aspect(String name, String aspectTypeId) {}

  private record Asset(
      String referenceId,
      String parentReferenceId,
      String typeId,
      String name,
      String description) {}

  private record Mapping(
      String dataPointId, String assetReferenceId, String aspectName, String variableName) {}
}
