package io.busbar.web.forms;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.pages.Field.Option;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which form is made of a schema.
 *
 * @param schema of the object that is asked for, every reference resolved
 * @param scope what the object is, for its texts: {@code devices}, {@code broker} ...
 * @param without properties that this form leaves as they are
 * @param prominent properties that stand among the usual ones although they may be left out
 * @param choices what a text may be, by its property, for those that the schema cannot know
 * @param proposals what a text may well be, by its property
 */
public record FormSpec(
    JsonNode schema,
    String scope,
    Set<String> without,
    Set<String> prominent,
    Map<String, List<Option>> choices,
    Map<String, List<Option>> proposals) {
  public FormSpec {
    without = Set.copyOf(without);
    prominent = Set.copyOf(prominent);
    choices = Map.copyOf(choices);
    proposals = Map.copyOf(proposals);
  }

  /** A form of everything that a schema has. */
  public static FormSpec of(JsonNode schema, String scope) {
    return new FormSpec(schema, scope, Set.of(), Set.of(), Map.of(), Map.of());
  }

  /** The same but for some properties, which stay as they are. */
  public FormSpec without(String... properties) {
    Set<String> all = new HashSet<>(without);
    all.addAll(List.of(properties));
    return new FormSpec(schema, scope, all, prominent, choices, proposals);
  }

  /** The same with some of the properties that may be left out among the usual ones. */
  public FormSpec prominent(String... properties) {
    Set<String> all = new HashSet<>(prominent);
    all.addAll(List.of(properties));
    return new FormSpec(schema, scope, without, all, choices, proposals);
  }

  /** The same with a text that is one of several. */
  public FormSpec choice(String property, List<Option> options) {
    Map<String, List<Option>> all = new HashMap<>(choices);
    all.put(property, List.copyOf(options));
    return new FormSpec(schema, scope, without, prominent, all, proposals);
  }

  /** The same with texts that are offered; any other may be written. */
  public FormSpec proposals(String property, List<Option> options) {
    Map<String, List<Option>> all = new HashMap<>(proposals);
    all.put(property, List.copyOf(options));
    return new FormSpec(schema, scope, without, prominent, choices, all);
  }
}
