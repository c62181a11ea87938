package io.busbar.appliance.console.care;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Takes the passwords of a configuration out of texts that leave the appliance. */
final class Redaction {
  static final String MARK = "(secret)";

  /** Shorter ones would take half of a text with them. */
  private static final int SHORTEST = 4;

  private final List<String> secrets = new ArrayList<>();

  /**
   * @param configuration with its passwords
   */
  Redaction(JsonNode configuration) {
    for (JsonNode connector : configuration.path("connectors")) {
      String password = connector.path("broker").path("password").asText("");
      if (password.length() >= SHORTEST) {
        secrets.add(password);
      }
    }
  }

  String of(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, MARK);
    }
    return clean;
  }
}
