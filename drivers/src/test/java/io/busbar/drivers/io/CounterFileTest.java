package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CounterFileTest {
  @TempDir private Path folder;

  @Test
  void whatWasSavedIsLoaded() throws IOException {
    CounterFile file = new CounterFile(folder.resolve("new"), "MB");
    assertEquals(Map.of(), file.load());
    file.save(Map.of("P0", 7L, "P1", Long.MAX_VALUE));
    assertEquals(
        Map.of("P0", 7L, "P1", Long.MAX_VALUE),
        new CounterFile(folder.resolve("new"), "MB").load());
  }

  @Test
  void aDamagedFileIsKeptAsideAndTheCountBeginsAnew() throws IOException {
    Files.writeString(folder.resolve("counters-MB.json"), "{\"P0\": 12");
    CounterFile file = new CounterFile(folder, "MB");
    assertEquals(Map.of(), file.load());
    assertEquals("{\"P0\": 12", Files.readString(folder.resolve("counters-MB.json.damaged")));
  }

  @Test
  void aDraftThatAPowerCutLeftChangesNothing() throws IOException {
    CounterFile file = new CounterFile(folder, "MB");
    file.save(Map.of("P0", 7L));
    Files.writeString(folder.resolve("counters-MB.json.tmp"), "{\"P0\"");
    assertEquals(Map.of("P0", 7L), file.load());
    file.save(Map.of("P0", 8L));
    assertEquals(Map.of("P0", 8L), file.load());
  }

  @Test
  void aBusThatIsBeingStoppedStillSaves() throws IOException {
    CounterFile file = new CounterFile(folder, "MB");
    Thread.currentThread().interrupt();
    file.save(Map.of("P0", 7L));
    assertTrue(Thread.interrupted());
    assertEquals(Map.of("P0", 7L), file.load());
  }

  @Test
  void aFolderThatCannotBeWrittenIsTold() throws IOException {
    Path noFolder = Files.writeString(folder.resolve("file"), "");
    assertThrows(IOException.class, () -> new CounterFile(noFolder, "MB").save(Map.of("P0", 1L)));
    assertTrue(Files.exists(noFolder));
  }
}
