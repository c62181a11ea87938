package io.busbar.appliance.tixml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The databases of SetConfig and GetConfig. {@code ISP}, {@code ISP/ISP} and {@code ISP/ISP/OUT}
 * are the same database: all of it, its group of the same name, one element of that.
 */
final class Databases {
  private final ConfigText config;
  private final Map<String, List<Database>> byName = new LinkedHashMap<>();

  Databases(ConfigText config, UserAccounts users) {
    this.config = config;
    byName.put("ISP", List.of(new CloudConns(), new ServiceRouting()));
    byName.put("USER", List.of(new AccessRights(users)));
    byName.put("PROCCFG", List.of(new External()));
    byName.put("LOG", List.of(new LogDefinition()));
  }

  List<Element> read(String path) throws CommandException {
    List<String> segments = segments(path);
    ObjectNode document = parse(config.read());
    List<Element> found = new ArrayList<>();
    for (Database database : group(segments)) {
      found.addAll(database.read(document));
    }
    if (segments.size() == 1) {
      return found;
    }
    List<Element> wanted =
        found.stream().filter(element -> element.name().equals(segments.get(1))).toList();
    if (wanted.isEmpty()) {
      throw new CommandException(
          ErrorNumber.PATH_NOT_FOUND, "got " + path + ", want something that is configured");
    }
    return wanted;
  }

  void write(String path, List<Element> groups) throws CommandException {
    List<String> segments = segments(path);
    List<Database> databases = group(segments);
    ConfigText.Stored stored = config.read();
    ObjectNode document = parse(stored);
    List<Cause> faults = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Element group : groups) {
      if (!names.add(group.name())) {
        faults.add(
            new Cause(
                ErrorNumber.BAD_VALUE,
                group.name() + ": got it twice, want everything of it in one element"));
      }
      refuseText(group, faults);
      owner(databases, group, segments).write(group, document, faults);
    }
    if (!faults.isEmpty()) {
      throw new CommandException(faults);
    }
    if (!document.equals(parse(stored))) { // USER is not part of it.
      save(document, stored.version(), databases);
    }
  }

  /** No database has texts; one that stands somewhere is meant to say something. */
  private static void refuseText(Element element, List<Cause> faults) {
    if (!element.text().isEmpty()) {
      faults.add(
          new Cause(
              ErrorNumber.BAD_VALUE, element.name() + ": got a text, want elements or attributes"));
    }
    element.children().forEach(child -> refuseText(child, faults));
  }

  private void save(ObjectNode document, String version, List<Database> databases)
      throws CommandException {
    switch (config.replace(document.toString(), version)) {
      case ConfigText.Outcome.Applied() -> {
        // Nothing to say.
      }
      case ConfigText.Outcome.Refused(List<Problem> problems) ->
          throw new CommandException(
              problems.stream()
                  .map(problem ->
                      new Cause(
                          ErrorNumber.CONFIGURATION_REFUSED,
                          place(problem, document, databases) + ": " + problem.message()))
                  .toList());
      case ConfigText.Outcome.Outdated() ->
          throw new CommandException(
              ErrorNumber.CONFIGURATION_CHANGED, "somebody else changed it; send it again");
      case ConfigText.Outcome.NotSaved(String reason) ->
          throw new CommandException(ErrorNumber.NOT_SAVED, reason);
    }
  }

  private static String place(Problem problem, ObjectNode document, List<Database> databases) {
    for (Database database : databases) {
      String place = database.place(problem, document);
      if (!place.equals(problem.path())) {
        return place;
      }
    }
    return problem.path();
  }

  private static Database owner(List<Database> databases, Element group, List<String> segments)
      throws CommandException {
    for (Database database : databases) {
      if (database.owns(group.name())
          && (segments.size() < 2 || segments.get(1).equals(group.name()))) {
        return database;
      }
    }
    throw new CommandException(
        ErrorNumber.UNKNOWN_KEY,
        "got %s in %s, which this appliance does not have"
            .formatted(group.name(), String.join("/", segments)));
  }

  private List<Database> group(List<String> segments) throws CommandException {
    List<Database> found = byName.get(segments.getFirst());
    if (found == null) {
      throw new CommandException(
          ErrorNumber.UNKNOWN_DATABASE,
          "got " + segments.getFirst() + ", want one of " + String.join(", ", byName.keySet()));
    }
    return found;
  }

  /** Database and, when one is named, the element in it; {@code ISP/ISP} is {@code ISP}. */
  private static List<String> segments(String path) throws CommandException {
    List<String> segments = new ArrayList<>(Arrays.asList(path.split("/")));
    if (segments.size() > 1 && segments.get(1).equals(segments.getFirst())) {
      segments.remove(1);
    }
    if (segments.isEmpty() || segments.size() > 2) {
      throw new CommandException(
          ErrorNumber.UNKNOWN_DATABASE, "got " + path + ", want for example ISP or ISP/CloudConn");
    }
    return segments;
  }

  private static ObjectNode parse(ConfigText.Stored stored) {
    try {
      return (ObjectNode) DocumentSchema.mapper().readTree(stored.json());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the configuration in force is no JSON", e);
    }
  }
}
