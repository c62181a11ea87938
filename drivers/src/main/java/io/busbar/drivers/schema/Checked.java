package io.busbar.drivers.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A document held against its schema. Its faults were cut out, each with the smallest part that it
 * spoils, so that what is left can be checked further and all problems be told together.
 */
public final class Checked {
  private final JsonNode good;
  private final List<Problem> problems;

  /** Where each part stood before anything was cut out and indexes moved. */
  private final IdentityHashMap<JsonNode, String> origins = new IdentityHashMap<>();

  Checked(JsonNode document, List<Problem> problems) {
    this.good = document;
    this.problems = List.copyOf(problems);
    note(document, "");
  }

  /**
   * What is left of the document, with every default in its place. A key that the whole document
   * must have may be missing when there are problems.
   */
  public JsonNode good() {
    return good;
  }

  /** What the schema found, with the places of the whole document. */
  public List<Problem> problems() {
    return problems;
  }

  /** A problem of what is left, with its place in the whole document. */
  public Problem inWhole(Problem found) {
    JsonNode node = good;
    String origin = "";
    String rest = found.path();
    while (!rest.isEmpty()) {
      int end = rest.indexOf('/', 1) < 0 ? rest.length() : rest.indexOf('/', 1);
      node = node.at(rest.substring(0, end));
      if (!origins.containsKey(node)) {
        break;
      }
      origin = origins.get(node);
      rest = rest.substring(end);
    }
    return new Problem(origin + rest, found.message());
  }

  private void note(JsonNode node, String path) {
    if (node instanceof ContainerNode<?>) {
      origins.put(node, path);
    }
    if (node instanceof ObjectNode object) {
      object.properties().forEach(e -> note(e.getValue(), path + "/" + Faults.pointer(e.getKey())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        note(array.get(i), path + "/" + i);
      }
    }
  }

  /**
   * Cuts out what these faults spoil.
   *
   * @return whether anything was; faults of the document's own keys leave nothing to cut
   */
  boolean cut(Collection<ValidationMessage> faults) {
    List<Cut> cuts =
        faults.stream()
            .map(Checked::spoilt)
            .filter(place -> !place.isEmpty())
            .distinct()
            .map(JsonPointer::compile)
            .map(place -> new Cut(good.at(place.head()), place.last()))
            .sorted(Comparator.comparingInt(Cut::index).reversed())
            .toList();
    boolean changed = false;
    for (Cut cut : cuts) {
      changed |= cut.apply();
    }
    return changed;
  }

  /** The smallest part that is no good: the value itself, or what lacks a key. */
  private static String spoilt(ValidationMessage fault) {
    String place = fault.getInstanceLocation().toString();
    return Faults.isUnknownKey(fault) ? place + "/" + Faults.pointer(fault.getProperty()) : place;
  }

  /**
   * One part to take away; of a list the later ones first, so that the earlier keep their index.
   */
  private record Cut(JsonNode from, JsonPointer last) {
    int index() {
      return last.getMatchingIndex();
    }

    boolean apply() {
      return switch (from) {
        case ObjectNode object -> object.remove(last.getMatchingProperty()) != null;
        case ArrayNode array -> array.remove(index()) != null;
        default -> false;
      };
    }
  }
}
