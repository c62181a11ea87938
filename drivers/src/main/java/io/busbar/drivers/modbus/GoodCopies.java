package io.busbar.drivers.modbus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good version of each map of the user. Each stands for itself: it has all that it took
 * over from others.
 */
final class GoodCopies {
  private static final Logger LOG = LoggerFactory.getLogger(GoodCopies.class);

  private final Path folder;

  GoodCopies(Path folder) {
    this.folder = folder;
  }

  /** The copy of that id; null when there is none that can be used. */
  @Nullable RegisterMap find(String id) {
    try {
      Path file = file(id);
      if (Files.exists(file)) {
        ObjectNode map = RegisterMapReader.read(Files.readAllBytes(file));
        return RegisterMapReader.bind(map, map);
      }
    } catch (IOException | RefusedException e) {
      LOG.warn("meters: the copy of {} in {} cannot be used", id, folder, e);
    }
    return null;
  }

  /** Saves a copy where it is not there yet; whole or not at all. */
  void keep(String id, ObjectNode whole) {
    byte[] text = whole.toPrettyString().getBytes(StandardCharsets.UTF_8);
    try {
      Path file = file(id);
      if (text.length > DocumentSchema.MOST_BYTES
          || (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), text))) {
        return;
      }
      Files.createDirectories(folder);
      Path draft = Files.write(folder.resolve(id + ".tmp"), text);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("meters: no copy of {} could be kept in {}: {}", id, folder, e.toString());
    }
  }

  private Path file(String id) {
    return folder.resolve(id + ".json");
  }
}
