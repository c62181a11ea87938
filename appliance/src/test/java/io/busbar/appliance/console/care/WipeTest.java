package io.busbar.appliance.console.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WipeTest {
  @TempDir private Path data;

  @BeforeEach
  void fill() throws IOException {
    for (String name :
        List.of("users.json", "outbox.db", "clock.json", "setup-code", "keys/a.pem", "logs/x/y")) {
      Files.createDirectories(data.resolve(name).resolveSibling("."));
      Files.writeString(data.resolve(name), "sentinel");
    }
  }

  @Test
  void nothingGoesUnlessItWasOrdered() throws IOException {
    assertFalse(new Wipe(data).carryOut());
    assertTrue(Files.exists(data.resolve("users.json")));
  }

  @Test
  void onlyTheLabelsCodeAndTheTimeStay() throws IOException {
    new Wipe(data).order();
    assertTrue(new Wipe(data).carryOut());
    assertEquals(List.of("clock.json", "setup-code"), names());
    assertFalse(new Wipe(data).carryOut());
  }

  @Test
  void aLinkGoesAndWhatItPointsToStays(@TempDir Path other) throws IOException {
    Path precious = Files.writeString(other.resolve("precious"), "stays");
    Files.createSymbolicLink(data.resolve("link"), other);
    new Wipe(data).order();
    new Wipe(data).carryOut();
    assertEquals(List.of("clock.json", "setup-code"), names());
    assertTrue(Files.exists(precious));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(data)) {
      return all.map(one -> String.valueOf(one.getFileName())).sorted().toList();
    }
  }
}
