package io.busbar.appliance.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files in which Linux tells of itself. One that is not there tells nothing.
 *
 * @param root where proc, sys and etc are
 */
public record RootFiles(Path root) {
  private static final Logger LOG = LoggerFactory.getLogger(RootFiles.class);
  private static final int MOST = 64_000;

  /**
   * What a file holds, without white space and zero bytes around it; null when it cannot be read.
   */
  public @Nullable String text(String path) {
    Path file = root.resolve(path);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
      return text.replace("\0", "").strip();
    } catch (IOException e) {
      LOG.debug("{}: not readable", file, e); // As the speed of an interface without a cable.
      return null;
    }
  }

  /** The lines of a file; none when it cannot be read. */
  public List<String> lines(String path) {
    String text = text(path);
    return text == null ? List.of() : Arrays.asList(text.split("\n"));
  }

  /** What follows a key and its separator in the first line that begins with the key. */
  @Nullable String after(String path, String key, String separator) {
    for (String line : lines(path)) {
      int at = line.indexOf(separator);
      if (at > 0 && line.substring(0, at).strip().equals(key)) {
        return line.substring(at + separator.length()).strip().replaceAll("^\"|\"$", "");
      }
    }
    return null;
  }

  /** What /proc/meminfo says of a key, for example {@code MemTotal}, in bytes; null for nothing. */
  public @Nullable Long memory(String key) {
    String text = after("proc/meminfo", key, ":");
    return text == null || !text.matches("[0-9]{1,15} kB")
        ? null
        : Long.valueOf(Long.parseLong(text.substring(0, text.length() - 3)) * 1024);
  }

  /** The number of a file; null when it holds none. */
  @Nullable Long number(String path) {
    String text = text(path);
    return text == null || !text.matches("-?[0-9]{1,18}") ? null : Long.valueOf(text);
  }

  /** The names in a folder, sorted. */
  List<String> names(String folder) {
    Path path = root.resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      LOG.debug("{}: not readable", path, e);
      return List.of();
    }
  }
}
