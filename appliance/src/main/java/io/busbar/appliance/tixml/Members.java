package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes of an element that are members of an object of ours, by one table for both ways. */
final class Members {
  private final List<Member> table;

  /**
   * One of them.
   *
   * @param word the attribute
   * @param key the member
   * @param holds what the text of the attribute is in our configuration
   */
  record Member(String word, String key, Holds holds) {}

  /** What a member holds. */
  enum Holds {
    TEXT,
    NUMBER
  }

  Members(List<Member> table) {
    this.table = table;
  }

  /** The attributes that stand for an object. */
  Map<String, String> attributes(JsonNode object) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Member member : table) {
      JsonNode value = object.path(member.key());
      if (value.isValueNode() && !value.isNull()) {
        attributes.put(member.word(), value.asText());
      }
    }
    return attributes;
  }

  /**
   * Puts the attributes of an element into an object.
   *
   * @param others attributes that somebody else reads
   */
  void put(
      Element element, ObjectNode object, List<String> others, String place, List<Cause> faults) {
    element
        .attributes()
        .forEach((word, text) -> {
          Member member = member(word);
          if (member != null) {
            JsonNode value =
                member.holds() == Holds.NUMBER ? RealtimePoint.typed(text) : TextNode.valueOf(text);
            object.set(member.key(), value);
          } else if (!others.contains(word)) {
            faults.add(
                new Cause(
                    ErrorNumber.UNKNOWN_KEY,
                    "%s: got %s, want of it only %s".formatted(place, word, words(others))));
          }
        });
  }

  /** All attributes of the table. */
  List<String> words() {
    return table.stream().map(Member::word).toList();
  }

  /** The attribute that stands for a member; the member's own name when none does. */
  String word(String key) {
    return table.stream()
        .filter(m -> m.key().equals(key))
        .map(Member::word)
        .findFirst()
        .orElse(key);
  }

  private @Nullable Member member(String word) {
    return table.stream().filter(m -> m.word().equals(word)).findFirst().orElse(null);
  }

  private String words(List<String> others) {
    List<String> words = new ArrayList<>(words());
    words.addAll(others);
    return String.join(", ", words);
  }
}
