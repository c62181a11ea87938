package io.busbar.hwtest.torn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power cuts of programs that write well and badly: the model must tell them apart. */
class CrashTest {
  private static final byte[] OLD = filled('o');
  private static final byte[] NEW = filled('n');

  private static byte[] filled(char letter) {
    byte[] bytes = new byte[2000];
    Arrays.fill(bytes, (byte) letter);
    return bytes;
  }

  /** Temporary file, sync, rename, sync of the folder; each step can be left out. */
  private static List<Op> save(boolean sync, boolean syncFolder) {
    List<Op> ops =
        new ArrayList<>(
            List.of(
                new Op.Create("config", 0),
                new Op.Write(0, 0, OLD),
                new Op.Sync(0),
                new Op.SyncFolder(""),
                new Op.Create("config.new", 1),
                new Op.Write(1, 0, NEW)));
    if (sync) {
      ops.add(new Op.Sync(1));
    }
    ops.add(new Op.Rename("config.new", "config"));
    if (syncFolder) {
      ops.add(new Op.SyncFolder(""));
    }
    return ops;
  }

  /** What may be called config after a cut at any time. */
  private static Set<String> outcomes(List<Op> ops) {
    Set<String> outcomes = new TreeSet<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int done = 4; done <= ops.size(); done++) {
      for (int i = 0; i < 200; i++) {
        outcomes.add(told(new Crash(ops.subList(0, done)).possible(random)));
      }
    }
    return outcomes;
  }

  private static String told(Map<String, byte[]> files) {
    byte[] config = files.get("config");
    if (config == null) {
      return "none";
    }
    return Arrays.equals(config, OLD) ? "old" : Arrays.equals(config, NEW) ? "new" : "torn";
  }

  @Test
  void aFileThatIsWrittenSynchronisedAndRenamedIsOldOrNew() {
    assertEquals(Set.of("old", "new"), outcomes(save(true, true)));
  }

  @Test
  void aFileThatIsRenamedBeforeItsSyncMayBeTorn() {
    assertTrue(outcomes(save(false, true)).contains("torn"));
  }

  @Test
  void onlyTheSyncOfTheFolderMakesANameCertain() {
    assertEquals("new", told(new Crash(save(true, true)).certain()));
    assertEquals("old", told(new Crash(save(true, false)).certain()));
  }

  @Test
  void whatWasWrittenOverInPlaceMayBeTorn() {
    List<Op> ops =
        List.of(
            new Op.Create("config", 0),
            new Op.Write(0, 0, OLD),
            new Op.Sync(0),
            new Op.SyncFolder(""),
            new Op.Write(0, 0, NEW));
    assertEquals("old", told(new Crash(ops).certain()));
    assertEquals(Set.of("old", "new", "torn"), outcomes(ops));
  }

  @Test
  void readsWhatStraceWrites(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    Path log = folder.resolve("strace.log");
    String lines =
        """
        7 openat(AT_FDCWD<@/>, "@/a", O_RDWR|O_CREAT, 0600) = 5<@/a>
        7 write(5<@/a>, "hello", 5) = 5
        8     pwrite64(5<@/a>, "XY", 2, 1 <unfinished ...>
        7 fsync(5<@/a> <unfinished ...>
        8     <... pwrite64 resumed>) = 2
        7 <... fsync resumed>) = 0
        7 write(5<@/a>, "!", 1) = 1
        7 write(6</tmp/other>, "zz", 2) = 2
        7 rename("@/a", "@/b") = 0
        7 openat(AT_FDCWD<@/>, "@", O_RDONLY) = 6<@>
        7 fsync(6<@>) = 0
        7 ftruncate(5<@/b>, 4) = 0
        7 pwrite64(5<@/b>, "lost", 4, 0) = -1 ENOSPC (No space left on device)
        """;
    Files.writeString(log, hex(lines.replace("@", data.toString())));
    List<Op> ops = StraceLog.read(log, data);
    assertEquals(
        List.of("Create", "Write", "Write", "Sync", "Write", "Rename", "SyncFolder", "Truncate"),
        ops.stream().map(op -> op.getClass().getSimpleName()).toList());
    Crash before = new Crash(ops.subList(0, ops.size() - 1));
    assertEquals("hXYlo", new String(before.certain().get("b"), StandardCharsets.UTF_8));
    assertFalse(before.certain().containsKey("a"));
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 100; seed++) {
      byte[] b = new Crash(ops).possible(new SplittableRandom(seed)).get("b");
      seen.add(new String(b, StandardCharsets.UTF_8));
    }
    assertEquals(Set.of("hXYl", "hXYlo", "hXYlo!"), seen);
  }

  /** As strace -xx shows texts and, with -y, the paths of descriptors. */
  private static String hex(String lines) {
    StringBuilder all = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < lines.length(); i++) {
      char letter = lines.charAt(i);
      if (inside && letter != '"') {
        all.append("\\x%02x".formatted((int) letter));
      } else {
        all.append(letter);
      }
      if (letter == '"') {
        inside = !inside;
      }
    }
    return paths(all.toString());
  }

  private static String paths(String lines) {
    return Pattern.compile("(\\d|CWD)<(/[^>]*)>")
        .matcher(lines)
        .replaceAll(found ->
            found.group(1)
                + "<"
                + found
                    .group(2)
                    .chars()
                    .mapToObj("\\\\x%02x"::formatted)
                    .collect(Collectors.joining())
                + ">");
  }
}
