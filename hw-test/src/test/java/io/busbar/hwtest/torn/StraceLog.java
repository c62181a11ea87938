package io.busbar.hwtest.torn;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what strace saw a program do to a folder that was empty when it began.
 *
 * <pre>
 *  417 pwrite64(12&lt;\x2f...\x77\x61\x6c&gt;, "\x37\x7f...", 4096, 32) = 4096
 *  417 fdatasync(12&lt;\x2f...&gt; &lt;unfinished ...&gt;
 *  417 &lt;... fdatasync resumed&gt;) = 0
 * </pre>
 *
 * <p>The process ids are padded to five digits, so a machine that begins again with small ones has
 * other lines than one that has just started.
 */
public final class StraceLog {
  /** Room for bad days, without meaning: nobody reads it. */
  private static final String BALLAST = ".ballast";

  private static final Pattern BEGUN = Pattern.compile("^(\\d+) +(.*) <unfinished \\.\\.\\.>$");
  private static final Pattern ENDED = Pattern.compile("^(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)$");
  private static final Pattern CALL = Pattern.compile("^\\d+ +(\\w+)\\((.*)\\) += (-?\\d+)(.*)$");
  private static final Pattern DESCRIPTOR = Pattern.compile("^(\\d+)<([^>]*)>(?:, (.*))?$");
  private static final Pattern TEXT = Pattern.compile("\"([\\\\x0-9a-f]*+)\"");

  private final String folder;
  private final List<Op> ops = new ArrayList<>();
  private final Map<String, Integer> files = new HashMap<>();
  private final Map<Integer, Long> sizes = new HashMap<>();
  private final Map<String, Long> offsets = new HashMap<>();

  private StraceLog(Path folder) {
    this.folder = folder.toAbsolutePath().normalize().toString();
  }

  /** The command line that records what another one, which follows, does. */
  public static List<String> recording(Path log) {
    String calls =
        "openat,lseek,write,writev,pwrite64,pwritev,fsync,fdatasync,ftruncate,rename,renameat,"
            + "renameat2,unlink,unlinkat,mkdir,mkdirat,copy_file_range,sendfile,fallocate";
    return List.of(
        "strace",
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-xx",
        "-y",
        "-s",
        "70000",
        "-A",
        "-e",
        "signal=none",
        "-e",
        "trace=" + calls,
        "-o",
        log.toString());
  }

  /** All that was done to a folder, in order; paths are relative to it, {@code ""} is itself. */
  public static List<Op> read(Path log, Path folder) throws IOException {
    StraceLog reader = new StraceLog(folder);
    Map<String, String> unfinished = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher begun = BEGUN.matcher(line);
        Matcher ended = ENDED.matcher(line);
        if (begun.matches()) {
          unfinished.put(begun.group(1), line.substring(0, begun.end(2)));
        } else if (ended.matches()) {
          String head = unfinished.remove(ended.group(1));
          if (head == null) {
            // A write that is passed over would look like one that a cut has taken.
            throw new IOException("got the end of a call without its begin: " + line);
          }
          reader.call(head + ended.group(2));
        } else {
          reader.call(line);
        }
      }
    }
    return reader.ops;
  }

  private void call(String line) throws IOException {
    Matcher call = CALL.matcher(line);
    if (!call.matches() || call.group(3).startsWith("-")) {
      return;
    }
    String arguments = call.group(2);
    long result = Long.parseLong(call.group(3));
    switch (call.group(1)) {
      case "openat" -> open(arguments, result);
      case "rename", "renameat", "renameat2" -> rename(texts(arguments));
      case "unlink", "unlinkat" -> unlink(texts(arguments).getFirst());
      case "mkdir", "mkdirat" -> name(texts(arguments).getFirst(), -1);
      default -> onDescriptor(call.group(1), arguments, result);
    }
  }

  private void open(String arguments, long descriptor) {
    String path = within(texts(arguments).getFirst());
    if (path == null) {
      return;
    }
    if (arguments.contains("O_CREAT") && !files.containsKey(path)) {
      int file = sizes.size();
      sizes.put(file, 0L);
      files.put(path, file);
      ops.add(new Op.Create(path, file));
    }
    Integer file = files.get(path);
    if (file == null) {
      return;
    }
    if (arguments.contains("O_TRUNC") && size(file) > 0) {
      truncate(file, 0);
    }
    offsets.put(descriptor + path, arguments.contains("O_APPEND") ? -1L : 0L);
  }

  private void onDescriptor(String call, String arguments, long result) throws IOException {
    Matcher descriptor = DESCRIPTOR.matcher(arguments);
    String path = descriptor.matches() ? within(bytes(descriptor.group(2))) : null;
    if (path == null) {
      return;
    }
    Integer file = files.get(path);
    if (file == null) {
      if (call.equals("fsync")) {
        ops.add(new Op.SyncFolder(path));
      }
      return;
    }
    String place = descriptor.group(1) + path;
    String rest = descriptor.group(3) == null ? "" : descriptor.group(3);
    switch (call) {
      case "fsync", "fdatasync" -> ops.add(new Op.Sync(file));
      case "ftruncate" -> truncate(file, Long.parseLong(rest));
      case "lseek" -> offsets.put(place, result);
      case "pwrite64" ->
          write(file, Long.parseLong(rest.substring(rest.lastIndexOf(' ') + 1)), rest, result);
      case "write" -> {
        long at = offsets.getOrDefault(place, 0L);
        write(file, at < 0 ? size(file) : at, rest, result);
        offsets.put(place, at < 0 ? at : at + result);
      }
      default -> throw new IOException("cannot replay " + call + " of " + path);
    }
  }

  private void write(int file, long offset, String rest, long length) throws IOException {
    byte[] bytes = texts(rest).getFirst();
    if (bytes.length < length) {
      throw new IOException("got " + bytes.length + " bytes of a write of " + length);
    }
    ops.add(new Op.Write(file, offset, bytes));
    sizes.merge(file, offset + length, Math::max);
  }

  private long size(int file) {
    return sizes.getOrDefault(file, 0L);
  }

  private void truncate(int file, long size) {
    ops.add(new Op.Truncate(file, size));
    sizes.put(file, size);
  }

  private void rename(List<byte[]> paths) {
    String from = within(paths.get(0));
    String to = within(paths.get(1));
    if (from != null && to != null && files.containsKey(from)) {
      files.put(to, files.remove(from));
      ops.add(new Op.Rename(from, to));
    }
  }

  private void unlink(byte[] text) {
    String path = within(text);
    if (path != null && files.remove(path) != null) {
      ops.add(new Op.Unlink(path));
    }
  }

  private void name(byte[] text, int file) {
    String path = within(text);
    if (path != null) {
      ops.add(new Op.Create(path, file));
    }
  }

  /** The path in the folder; null when it is not there or does not matter. */
  private @Nullable String within(byte[] text) {
    String path = Path.of(new String(text, StandardCharsets.UTF_8)).normalize().toString();
    if (path.equals(folder)) {
      return "";
    }
    return path.startsWith(folder + "/") && !path.endsWith(BALLAST)
        ? path.substring(folder.length() + 1)
        : null;
  }

  private static List<byte[]> texts(String arguments) {
    List<byte[]> texts = new ArrayList<>();
    Matcher text = TEXT.matcher(arguments);
    while (text.find()) {
      texts.add(bytes(text.group(1)));
    }
    return texts;
  }

  private static byte[] bytes(String escaped) {
    return HexFormat.of().parseHex(escaped.replace("\\x", ""));
  }
}
