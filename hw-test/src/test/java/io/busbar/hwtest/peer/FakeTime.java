package io.busbar.hwtest.peer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * libfaketime: the wall clock of one process is off, by as much as a file says, also while it runs.
 */
public final class FakeTime {
  /**
   * The process looks into the file once a second; at every look at the clock would take it all.
   */
  public static final Duration SEEN_WITHIN = Duration.ofMillis(2500);

  private static final Path LIBRARIES = Path.of("/usr/lib");

  private final Path file;

  /** A clock that is right, with its file in this folder. */
  public FakeTime(Path folder) throws IOException {
    this.file = folder.resolve("faketime");
    ahead(Duration.ZERO);
  }

  /** Soon the clock is ahead by so much, see {@link #SEEN_WITHIN}; behind when that is negative. */
  public void ahead(Duration off) throws IOException {
    Path next = file.resolveSibling("faketime.next");
    Files.writeString(next, "%+d.%03d%n".formatted(off.toSeconds(), 0));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What the process needs: only its wall clock is off, timers and files are as they are. */
  public Map<String, String> environment() throws IOException {
    return Map.of(
        "LD_PRELOAD",
        library().toString(),
        "FAKETIME_TIMESTAMP_FILE",
        file.toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        "DONT_FAKE_MONOTONIC",
        "1",
        "NO_FAKE_STAT",
        "1");
  }

  /** Debian keeps it in a folder for each kind of processor. */
  private static Path library() throws IOException {
    try (DirectoryStream<Path> kinds = Files.newDirectoryStream(LIBRARIES, "*-linux-gnu*")) {
      for (Path kind : kinds) {
        Path library = kind.resolve("faketime/libfaketime.so.1");
        if (Files.exists(library)) {
          return library;
        }
      }
    }
    throw new IOException("faketime is here and its library is not: apt install libfaketime");
  }
}
