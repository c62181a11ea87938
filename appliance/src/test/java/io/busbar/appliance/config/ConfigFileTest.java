package io.busbar.appliance.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir private Path folder = Path.of("");

  @Test
  void keepsTheLastTwentyVersionsInTheirOrderThoughTheClockStandsStill() throws IOException {
    ConfigFile file = new ConfigFile(folder, InstantSource.fixed(T0));
    for (int i = 0; i < 25; i++) {
      file.save(text(i));
    }
    assertArrayEquals(text(24), file.read());
    List<Path> versions = file.versions();
    assertEquals(20, versions.size());
    assertArrayEquals(text(23), Files.readAllBytes(versions.getFirst()));
    assertArrayEquals(text(4), Files.readAllBytes(versions.getLast()));
    assertEquals("000024-20261121T100000Z.json", versions.getFirst().getFileName().toString());
  }

  @Test
  void isReadableByItsOwnerAlone() throws IOException {
    ConfigFile file = new ConfigFile(folder, InstantSource.fixed(T0));
    file.save(text(1));
    assertEquals(
        PosixFilePermissions.fromString("rw-------"),
        Files.getPosixFilePermissions(folder.resolve("config.json")));
  }

  @Test
  void aSaveThatWasCutLeavesTheOldConfigurationAndTheNextOneWorks() throws IOException {
    ConfigFile file = new ConfigFile(folder, InstantSource.fixed(T0));
    file.save(text(1));
    Files.writeString(folder.resolve("config.json.new"), "{\"ga");
    assertArrayEquals(text(1), file.read());
    file.save(text(2));
    assertArrayEquals(text(2), file.read());
  }

  @Test
  void saysThatNothingWasSavedYet() {
    assertFalse(new ConfigFile(folder, InstantSource.fixed(T0)).exists());
  }

  @Test
  void failsWhenTheFolderCannotBeWritten() throws IOException {
    Path plain = Files.createFile(folder.resolve("plain"));
    ConfigFile file = new ConfigFile(plain, InstantSource.fixed(T0));
    assertThrows(IOException.class, () -> file.save(text(1)));
  }

  private static byte[] text(int i) {
    return ("{\"n\": " + i + "}").getBytes(StandardCharsets.UTF_8);
  }
}
