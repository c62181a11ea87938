package io.busbar.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code busbar check} with register maps of the user. */
class OwnMetersTest {
  private static final String MAP =
      """
      {"id": "acme-one", "title": "Acme One", "source": "its manual", "like": "eastron-sdm120"}
      """;

  @TempDir private Path data;
  private Path config;
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void configureAnOwnMeter() throws IOException {
    Files.createDirectory(data.resolve("meters"));
    config =
        Files.writeString(
            data.resolve("new.json"),
            """
            {"gateway": {"name": "c"},
             "buses": [{"name": "Lan", "type": "modbus-tcp", "host": "10.0.0.2",
                        "devices": [{"name": "M1", "unitId": 1, "meter": "acme-one"}]}],
             "connectors": []}
            """);
  }

  @Test
  void aConfigurationMayNameAMapOfTheDataFolder() throws IOException {
    Files.writeString(data.resolve("meters/acme-one.json"), MAP);
    assertEquals(0, check("--data", data.toString(), config.toString()), out.toString());
  }

  @Test
  void withoutTheDataFolderTheMapIsUnknown() throws IOException {
    Files.writeString(data.resolve("meters/acme-one.json"), MAP);
    assertEquals(2, check(config.toString()));
    assertTrue(
        out.toString().contains("/buses/0/devices/0/meter: got acme-one, want"), out::toString);
  }

  @Test
  void tellsWhatIsWrongWithTheMapToo() throws IOException {
    Files.writeString(data.resolve("meters/acme-one.json"), MAP.replace("sdm120", "sdm121"));
    assertEquals(2, check("--data", data.toString(), config.toString()));
    assertTrue(out.toString().contains("acme-one.json is refused"), out::toString);
    assertTrue(out.toString().contains("/like: got eastron-sdm121, want"), out::toString);
  }

  private int check(String... args) {
    return new CommandLine(new CheckCommand()).setOut(new PrintWriter(out, true)).execute(args);
  }
}
