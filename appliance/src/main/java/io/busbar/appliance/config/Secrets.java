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

  /** Puts the passwords of the old document where the new one has the mark, by connector name. */
  public static void restore(JsonNode document, @Nullable JsonNode old) {
    for (JsonNode connector : document.path("connectors")) {
      if (connector.path("broker") instanceof ObjectNode broker
          && broker.path("password").asText().equals(SET)) {
        broker.set("password", oldPassword(connector.path("name").asText(), old));
      }
    }
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
