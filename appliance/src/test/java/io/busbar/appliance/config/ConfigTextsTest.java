package io.busbar.appliance.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's forms are made from the schema; their titles are texts of the page. */
class ConfigTextsTest {
  private static final Path TEXTS =
      Path.of("../web/src/main/resources/io/busbar/web/pages").toAbsolutePath();

  @ParameterizedTest
  @ValueSource(strings = {"settings.properties", "settings_de.properties"})
  void everyKeyOfTheConfigurationHasATitleInEveryLanguage(String file) throws IOException {
    Properties texts = new Properties();
    try (Reader reader = Files.newBufferedReader(TEXTS.resolve(file))) {
      texts.load(reader);
    }
    Set<String> keys = new TreeSet<>();
    collect(new ObjectMapper().readTree(ConfigReader.schema()).path("$defs"), keys);
    assertTrue(keys.size() > 100, "the search for keys finds almost none: " + keys);
    keys.removeIf(key -> texts.containsKey("title." + key));
    assertEquals(Set.of(), keys, "want title.<key> in " + file);
  }

  private static void collect(JsonNode schema, Set<String> keys) {
    schema
        .path("properties")
        .properties()
        .forEach(one -> {
          if (!one.getValue().has("const")) {
            keys.add(one.getKey());
          }
        });
    schema.forEach(part -> collect(part, keys));
  }
}
