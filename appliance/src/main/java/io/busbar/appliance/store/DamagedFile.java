package io.busbar.appliance.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A file that cannot be used is kept, under another name. */
final class DamagedFile {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private DamagedFile() {}

  /**
   * Moves a database with its WAL to {@code <name>.damaged-<time>}, so that SQLite's own tools find
   * both together.
   *
   * @return where it lies now
   */
  static Path moveAside(Path file, Instant now) throws IOException {
    String name = file.getFileName() + ".damaged-" + STAMP.format(now);
    Path aside = file.resolveSibling(name);
    for (int again = 2; Files.exists(aside); again++) {
      aside = file.resolveSibling(name + "-" + again);
    }
    for (String part : new String[] {"-wal", "-shm", ""}) {
      Path from = file.resolveSibling(file.getFileName() + part);
      if (Files.exists(from)) {
        Files.move(from, aside.resolveSibling(aside.getFileName() + part));
      }
    }
    return aside;
  }
}
