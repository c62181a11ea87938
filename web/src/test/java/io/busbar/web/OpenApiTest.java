package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.router.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The description of the API against the router's own table, both ways. */
class OpenApiTest {
  private static final List<String> DESCRIBED = List.of("/api/", "/metrics", "/System", "/Process");

  @Test
  void everyRouteIsDescribedWithItsRoleAndNothingElseIs() throws Exception {
    Map<String, String> routes = new TreeMap<>();
    try (WebServer server = WebServer.start(HttpAddress.parse("0"));
        Browser browser = new Browser(server.port())) {
      for (Endpoint route : server.routes()) {
        if (DESCRIBED.stream().anyMatch(route.path::startsWith)) {
          For whom = Objects.requireNonNull(Gate.whom(route));
          routes.put(
              route.method.name() + " " + route.path.replace('<', '{').replace('>', '}'),
              whom.name().toLowerCase(Locale.ROOT));
        }
      }
      browser.token = null;
      assertEquals(routes, described(browser.get("/api/v1/openapi.json").body()));
    }
  }

  private static Map<String, String> described(String text) throws Exception {
    JsonNode document = Json.tree(text.getBytes(StandardCharsets.UTF_8));
    Map<String, String> described = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation -> {
                  JsonNode its = operation.getValue();
                  String name = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                  described.put(name, its.path("x-role").asText());
                  assertEquals(
                      "anyone".equals(its.path("x-role").asText()),
                      its.path("security").isArray(),
                      name);
                  assertFalse(its.path("summary").asText().isEmpty(), name);
                  Matcher parameter = Pattern.compile("\\{(\\w+)}").matcher(path.getKey());
                  while (parameter.find()) {
                    assertTrue(
                        its.path("parameters")
                            .findValuesAsText("name")
                            .contains(parameter.group(1)),
                        name);
                  }
                }));
    Matcher reference = Pattern.compile("\"\\$ref\": \"#([^\"]+)\"").matcher(text);
    while (reference.find()) {
      assertFalse(document.at(reference.group(1)).isMissingNode(), reference.group(1));
    }
    return described;
  }
}
