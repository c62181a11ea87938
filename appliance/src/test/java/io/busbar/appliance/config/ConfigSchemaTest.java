package io.busbar.appliance.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.appliance.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
  private static final Path FILE = Path.of("src/main/resources/json-schemas/config.schema.json");

  /** After a change of a settings record: {@code mvn verify -Dbusbar.schema=write}. */
  @Test
  void theSchemaInTheProgramIsTheOneOfTheSettingsRecords() throws IOException {
    String made = ConfigSchema.of(Kinds.busTypes(InstantSource.system()), Kinds.connectorTypes());
    if ("write".equals(System.getProperty("busbar.schema"))) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, made);
    }
    assertEquals(Files.readString(FILE), made, "make it anew with -Dbusbar.schema=write");
  }
}
