package io.busbar.appliance.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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

  private static JsonNode oldPassword(String name, @Nullable JsonNode old) {
    if (old != null) {
      for (JsonNode connector : old.path("connectors")) {
        if (connector.path("name").asText().equals(name)) {
          return connector.path("broker").path("password");
        }
      }
    }
    return TextNode.valueOf(SET);
  }
}
