package io.busbar.appliance.console.backup;

import io.busbar.appliance.process.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The user's files beside the configuration: register maps and TLS files of the data folder. */
final class Belongings {
  private static final long MOST_BYTES = 1_000_000;
  private static final String PRIVATE = "PRIVATE KEY-----";

  private final Path data;

  Belongings(Path data) {
    this.data = data;
  }

  /** All of them by their names in a backup, private keys too. */
  Map<String, byte[]> read() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String folder : List.of(Archive.METERS, Archive.KEYS)) {
      if (Files.isDirectory(data.resolve(folder))) {
        try (Stream<Path> list = Files.list(data.resolve(folder))) {
          for (Path file : list.toList()) {
            String name = folder + file.getFileName();
            if (Archive.isName(name)
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) <= MOST_BYTES) {
              files.put(name, Files.readAllBytes(file));
            }
          }
        }
      }
    }
    return files;
  }

  /** Whether a file of this name in a backup is there. */
  boolean has(String name) {
    return Files.exists(data.resolve(name));
  }

  /** Writes files by their names in a backup, over those that are there. */
  void write(Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (isOne(file.getKey())) {
        Path target = data.resolve(file.getKey());
        Files.createDirectories(target.resolveSibling("."));
        WholeFile.write(target, file.getValue());
      }
    }
  }

  /** Whether a name in a backup is of such a file. */
  static boolean isOne(String name) {
    return name.startsWith(Archive.METERS) || name.startsWith(Archive.KEYS);
  }

  static boolean isPrivateKey(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1).contains(PRIVATE);
  }
}
