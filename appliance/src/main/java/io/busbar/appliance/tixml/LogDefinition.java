package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.Members.Holds;
import io.busbar.appliance.tixml.Members.Member;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.ElementName;
import io.busbar.drivers.schema.DocumentSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code LOG/LogDefinition}: the user's logs, as Tixi gateways have them:
 *
 * <pre>
 * &lt;LogDefinition&gt;
 *   &lt;LogFiles&gt;&lt;Meters record="Meters" size="1000000" every="1m"/&gt;&lt;/LogFiles&gt;
 *   &lt;Records&gt;&lt;Meters&gt;&lt;power path="/Process/Lan/PAC1/activePowerTotal"/&gt;&lt;/Meters&gt;&lt;/Records&gt;
 * &lt;/LogDefinition&gt;
 * </pre>
 *
 * <p>{@code size} is in bytes; {@code every} is ours. The type and format of a field are those of
 * its variable and cannot be set.
 */
final class LogDefinition implements Database {
  private static final String DEFINITION = "LogDefinition";
  private static final String FILES = "LogFiles";
  private static final String RECORDS = "Records";
  private static final String RECORD = "record";
  private static final Members FILE =
      new Members(
          List.of(
              new Member("size", "bytes", Holds.NUMBER), new Member("every", "every", Holds.TEXT)));
  private static final Members FIELD = new Members(List.of(new Member("path", "path", Holds.TEXT)));

  @Override
  public boolean owns(String group) {
    return group.equals(DEFINITION);
  }

  @Override
  public List<Element> read(ObjectNode document) {
    List<Element> files = new ArrayList<>();
    List<Element> records = new ArrayList<>();
    for (JsonNode log : document.path("logs")) {
      String name = ElementName.encode(log.path("name").asText());
      Map<String, String> attributes = new LinkedHashMap<>(Map.of(RECORD, name));
      attributes.putAll(FILE.attributes(log));
      files.add(new Element(name, attributes, List.of(), ""));
      List<Element> fields = new ArrayList<>();
      for (JsonNode point : log.path("points")) {
        String field = ElementName.encode(point.path("name").asText());
        fields.add(new Element(field, FIELD.attributes(point), List.of(), ""));
      }
      records.add(Element.of(name, fields));
    }
    return List.of(
        Element.of(DEFINITION, List.of(Element.of(FILES, files), Element.of(RECORDS, records))));
  }

  @Override
  public void write(Element group, ObjectNode document, List<Cause> faults) {
    Map<String, Element> records = new LinkedHashMap<>();
    for (Element part : group.children()) {
      if (part.name().equals(RECORDS)) {
        part.children().forEach(named -> records.put(named.name(), named));
      } else if (!part.name().equals(FILES)) {
        faults.add(
            new Cause(
                ErrorNumber.UNKNOWN_KEY,
                DEFINITION + "/" + part.name() + ": want LogFiles and Records"));
      }
    }
    ArrayNode logs = DocumentSchema.mapper().createArrayNode();
    Element files = group.child(FILES);
    if (files != null) {
      files.children().forEach(file -> logs.add(log(file, records, faults)));
    }
    records
        .keySet()
        .forEach(unused ->
            faults.add(
                new Cause(
                    ErrorNumber.BAD_VALUE, RECORDS + "/" + unused + ": want a log file of it")));
    document.set("logs", logs);
  }

  private static ObjectNode log(Element file, Map<String, Element> records, List<Cause> faults) {
    ObjectNode log = DocumentSchema.mapper().createObjectNode();
    log.put("name", ElementName.decode(file.name()));
    FILE.put(file, log, List.of(RECORD), FILES + "/" + file.name(), faults);
    @Nullable String named = file.attributes().get(RECORD);
    Element fields = records.remove(named == null ? file.name() : named);
    if (fields == null) {
      faults.add(
          new Cause(
              ErrorNumber.BAD_VALUE,
              "%s/%s: got the record %s, want one of Records that no other file has"
                  .formatted(FILES, file.name(), named)));
      return log;
    }
    ArrayNode points = log.putArray("points");
    for (Element field : fields.children()) {
      ObjectNode point = points.addObject().put("name", ElementName.decode(field.name()));
      FIELD.put(
          field, point, List.of(), RECORDS + "/" + fields.name() + "/" + field.name(), faults);
    }
    return log;
  }
}
