package io.busbar.drivers.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The counts of one bus on disk, {@code {"P0": 1234}}. A file is whole or the one before it: it is
 * written beside, forced to the disk, and renamed.
 */
final class CounterFile {
  private static final Logger LOG = LoggerFactory.getLogger(CounterFile.class);
  private static final int MOST_BYTES = 100_000;

  private final Path file;

  /**
   * @param folder the data folder
   * @param bus whose counts
   */
  CounterFile(Path folder, String bus) {
    this.file = folder.resolve("counters-" + bus + ".json");
  }

  /** The counts by their counters' names; empty when there are none yet. */
  Map<String, Long> load() {
    try {
      if (!Files.exists(file)) {
        return Map.of();
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException("got " + Files.size(file) + " bytes, want at most " + MOST_BYTES);
      }
      return DocumentSchema.mapper()
          .readValue(Files.readAllBytes(file), new TypeReference<TreeMap<String, Long>>() {});
    } catch (JsonProcessingException e) {
      LOG.error("{}: the counts are damaged and begin at 0; set them: {}", file, e.getMessage());
      moveAside();
    } catch (IOException e) {
      LOG.error("{}: the counts cannot be read and begin at 0; set them: {}", file, e.toString());
    }
    return Map.of();
  }

  /**
   * Writes the counts; when this returns they are on the disk.
   *
   * @throws IOException the disk is full or cannot be written; the file of before is still whole
   */
  void save(Map<String, Long> counts) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    Files.createDirectories(file.toAbsolutePath().getParent());
    byte[] text = DocumentSchema.mapper().writeValueAsBytes(new TreeMap<>(counts));
    // No channel: an interrupt, which is how a bus is stopped, would close it in the middle.
    try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
      out.write(text);
      out.getFD().sync();
    }
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (ClosedByInterruptException e) {
      LOG.debug("{}: stopped while the folder was written; the file is whole", file, e);
    }
  }

  private void moveAside() {
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".damaged"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{}: cannot be kept aside: {}", file, e.toString());
    }
  }
}
