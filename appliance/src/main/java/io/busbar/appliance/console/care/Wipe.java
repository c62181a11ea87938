package io.busbar.appliance.console.care;

import io.busbar.appliance.process.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Empties the data folder. It is written down first, so that a power cut in the middle does not
 * leave half of it: the next start goes on. Keys and logins go before all else, because without
 * them the rest is of little use to a thief.
 */
public final class Wipe {
  private static final String BEGUN = "reset.begun";
  private static final List<String> FIRST = List.of("keys", "users.json", "config.json");

  /** Not the owner's: the code of the label, and how late it is. */
  private static final Set<String> STAYS = Set.of(BEGUN, "setup-code", "clock.json");

  private final Path data;

  public Wipe(Path data) {
    this.data = data;
  }

  /** Says that everything is to go; from now on the next start empties the folder. */
  public void order() throws IOException {
    WholeFile.write(data.resolve(BEGUN), new byte[0]);
  }

  /**
   * Empties the folder if that was ordered. Nothing of it may be open.
   *
   * @return whether it was
   */
  public boolean carryOut() throws IOException {
    if (!Files.exists(data.resolve(BEGUN))) {
      return false;
    }
    for (String name : FIRST) {
      remove(data.resolve(name));
    }
    try (Stream<Path> all = Files.list(data)) {
      for (Path one : all.filter(Wipe::goes).toList()) {
        remove(one);
      }
    }
    Files.delete(data.resolve(BEGUN));
    return true;
  }

  private static boolean goes(Path file) {
    return !STAYS.contains(String.valueOf(file.getFileName()));
  }

  /** A file, or a folder with all in it; a missing one is as good as gone. */
  static void remove(Path place) throws IOException {
    if (!Files.exists(place, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> below = Files.walk(place)) {
      for (Path one : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
