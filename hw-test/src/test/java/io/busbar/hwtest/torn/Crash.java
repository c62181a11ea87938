package io.busbar.hwtest.torn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a power cut leaves of a folder. Certain is what was synchronised: a file's content by its
 * own sync, names by the sync of their folder. Of what was written later any sectors of 512 bytes
 * may be there, in any combination; of what was named later any beginning, because a journal keeps
 * names in order. More can go wrong on cards that lie about their cache; that is not claimed here.
 */
public final class Crash {
  private static final int SECTOR = 512;

  private final List<Op> ops;

  /**
   * @param done what was done before the cut
   */
  public Crash(List<Op> done) {
    this.ops = List.copyOf(done);
  }

  /** The least that must be there. */
  public Map<String, byte[]> certain() {
    return files(namesKept(), 0, null);
  }

  /** One of the many states that may be there. */
  public Map<String, byte[]> possible(RandomGenerator random) {
    int least = namesKept();
    List<Integer> choices = new ArrayList<>(List.of(least));
    for (int i = least; i < ops.size(); i++) {
      if (ops.get(i) instanceof Op.Naming) {
        choices.add(i + 1);
      }
    }
    double share = random.nextInt(3) / 2.0;
    return files(choices.get(random.nextInt(choices.size())), share, random);
  }

  /** Puts files into a folder, which must be empty. */
  public static void write(Map<String, byte[]> files, Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path place = folder.resolve(file.getKey());
      Files.createDirectories(place.getParent());
      Files.write(place, file.getValue());
    }
  }

  /** So many operations must have had their effect on names. */
  private int namesKept() {
    int kept = 0;
    for (int i = 0; i < ops.size(); i++) {
      if (ops.get(i) instanceof Op.SyncFolder(String folder)) {
        for (int before = i; before > kept; before--) {
          if (ops.get(before - 1) instanceof Op.Naming naming && parent(naming).equals(folder)) {
            kept = before;
          }
        }
      }
    }
    return kept;
  }

  private static String parent(Op.Naming naming) {
    int slash = naming.path().lastIndexOf('/');
    return slash < 0 ? "" : naming.path().substring(0, slash);
  }

  private Map<String, byte[]> files(int naming, double share, @Nullable RandomGenerator random) {
    Map<String, Integer> names = new TreeMap<>();
    for (Op op : ops.subList(0, naming)) {
      switch (op) {
        case Op.Create(String path, int file) -> names.put(path, file);
        case Op.Rename(String from, String to) -> names.put(to, names.remove(from));
        case Op.Unlink(String path) -> names.remove(path);
        case Op.Write _, Op.Truncate _, Op.Sync _, Op.SyncFolder _ -> {}
      }
    }
    names.values().removeIf(file -> file < 0);
    Map<Integer, byte[]> contents = contents(share, random);
    Map<String, byte[]> files = new HashMap<>();
    names.forEach((path, file) -> files.put(path, contents.getOrDefault(file, new byte[0])));
    return files;
  }

  private Map<Integer, byte[]> contents(double share, @Nullable RandomGenerator random) {
    Map<Integer, Integer> synced = new HashMap<>();
    for (int i = 0; i < ops.size(); i++) {
      if (ops.get(i) instanceof Op.Sync(int file)) {
        synced.put(file, i);
      }
    }
    Map<Integer, byte[]> contents = new HashMap<>();
    for (int i = 0; i < ops.size(); i++) {
      switch (ops.get(i)) {
        case Op.Write(int file, long offset, byte[] bytes) -> {
          boolean certain = i < synced.getOrDefault(file, -1);
          byte[] content = contents.getOrDefault(file, new byte[0]);
          for (int from = 0; from < bytes.length; ) {
            long at = offset + from;
            int length = (int) Math.min(bytes.length - from, SECTOR - at % SECTOR);
            if (certain || (random != null && random.nextDouble() < share)) {
              content = grown(content, (int) at + length);
              System.arraycopy(bytes, from, content, (int) at, length);
            }
            from += length;
          }
          contents.put(file, content);
        }
        case Op.Truncate(int file, long size) -> {
          boolean certain = i < synced.getOrDefault(file, -1);
          if (certain || (random != null && random.nextDouble() < share)) {
            contents.put(file, Arrays.copyOf(contents.getOrDefault(file, new byte[0]), (int) size));
          }
        }
        case Op.Naming _, Op.Sync _, Op.SyncFolder _ -> {}
      }
    }
    return contents;
  }

  private static byte[] grown(byte[] content, int size) {
    return content.length >= size ? content : Arrays.copyOf(content, size);
  }
}
