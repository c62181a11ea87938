package io.busbar.appliance.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps passwords inside. Whoever reads the configuration sees that one is set; whoever sends that
 * mark back leaves it as it is.
 */
public final class Secrets {
  /** Stands for a password that is set. */
  static final String SET = "********";

  private Secrets() {}

  /** Replaces every password by the mark. */
  public static void hide(JsonNode document) {
    for (JsonNode connector : document.path("connectors")) {
      if (connector.path("broker") instanceof ObjectNode broker
          && broker.path("password").isTextual()) {
        broker.put("password", SET);
      }
    }
  }

  /**
   * Puts the passwords of the old document where the new one has the mark: by connector name, and
   * of one that was renamed by its place in the list.
   */
  public static void restore(JsonNode document, @Nullable JsonNode old) {
    JsonNode connectors = document.path("connectors");
    for (int i = 0; i < connectors.size(); i++) {
      if (connectors.get(i).path("broker") instanceof ObjectNode broker
          && broker.path("password").asText().equals(SET)) {
        String before = nameBefore(i, connectors, old);
        broker.set("password", oldPassword(before, old));
      }
    }
  }

  /** The name that a connector had, unless another one has that name now. */
  private static String nameBefore(int place, JsonNode connectors, @Nullable JsonNode old) {
    String name = connectors.get(place).path("name").asText();
    String there = old == null ? "" : old.path("connectors").path(place).path("name").asText();
    boolean known = old != null && has(old.path("connectors"), name);
    return known || there.isEmpty() || has(connectors, there) ? name : there;
  }

  private static boolean has(JsonNode connectors, String name) {
    for (JsonNode connector : connectors) {
      if (connector.path("name").asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Clears the marks whose passwords nobody knows here.
   *
   * @return the connectors whose password has to be entered again
   */
  public static List<String> clear(JsonNode document) {
    List<String> connectors = new ArrayList<>();
    for (JsonNode connector : document.path("connectors")) {
      if (connector.path("broker") instanceof ObjectNode broker
          && broker.path("password").asText().equals(SET)) {
        broker.putNull("password");
        connectors.add(connector.path("name").asText());
      }
    }
    return connectors;
  }

  private static JsonNode oldPassword(String name, @Nullable JsonNode old) {
    if (old != null) {
      for (JsonNode connector : old.path("connectors")) {
        JsonNode password = connector.path("broker").path("password");
        if (connector.path("name").asText().equals(name) && password.isTextual()) {
          return password;
        }
      }
    }
    return TextNode.valueOf(SET);
  }
}
