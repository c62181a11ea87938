package io.busbar.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What somebody needs who is to help from afar, as files of one archive. Its parts are a fixed list
 * (rule S-60); none of them holds a secret, because no part of the {@link Console} gives one away.
 */
final class Diagnostics {
  private static final int LOG_LINES = 1000;

  private final Console console;

  /**
   * One file.
   *
   * @param kind which of the texts tells what it is
   */
  record Part(String name, String kind, long bytes) {}

  Diagnostics(Console console) {
    this.console = console;
  }

  /** What the archive would hold now. */
  List<Part> parts() {
    return contents().entrySet().stream()
        .map(one -> new Part(one.getKey(), kind(one.getKey()), one.getValue().length))
        .toList();
  }

  /**
   * The archive.
   *
   * @param without names of parts that are left out
   */
  byte[] pack(Set<String> without) {
    Map<String, byte[]> contents = contents();
    if (!contents.keySet().containsAll(without)) {
      throw new Refusal(
          400,
          "without: got a part that there is not, want some of "
              + String.join(", ", contents.keySet()));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> part : contents.entrySet()) {
        if (!without.contains(part.getKey())) {
          zip.putNextEntry(new ZipEntry(part.getKey()));
          zip.write(part.getValue());
          zip.closeEntry();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Map<String, byte[]> contents() {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("status.json", Json.bytes(console.status().read()));
    parts.put("machine.json", Json.bytes(console.upkeep().machine()));
    parts.put("storage.json", Json.bytes(console.upkeep().storage()));
    parts.put("certificates.json", Json.bytes(console.certificates().all()));
    parts.put("connectors.json", Json.bytes(console.connectors().all()));
    parts.put("devices.json", Json.bytes(console.devices().read()));
    parts.put("config.json", text(console.config().read().json()));
    parts.put(
        "values.json",
        Json.bytes(Objects.requireNonNullElse(console.values().under("/Process"), List.of())));
    parts.put("metrics.txt", metrics());
    console
        .upkeep()
        .logs(LOG_LINES)
        .forEach(log ->
            parts.put("logs/" + log.name() + ".jsonl", text(String.join("\n", log.lines()))));
    return parts;
  }

  private byte[] metrics() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      console.metrics().write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** All logs are of one kind; of the others each is its own. */
  private static String kind(String name) {
    return name.startsWith("logs/") ? "logs" : name.substring(0, name.indexOf('.'));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
