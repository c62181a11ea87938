package io.busbar.appliance.console.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * What a backup says of itself.
 *
 * @param program the version that wrote it
 * @param name of the device
 * @param serialNumber of the device
 * @param lacks the secrets that it was written without, in words
 */
record Manifest(
    int format,
    String program,
    String name,
    String serialNumber,
    Instant time,
    List<String> lacks) {
  /** The format that this program writes, and the newest that it reads. */
  static final int FORMAT = 1;

  byte[] bytes() {
    JsonMapper mapper = DocumentSchema.mapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("format", format)
        .put("program", program)
        .put("name", name)
        .put("serialNumber", serialNumber)
        .put("time", time.toString());
    lacks.forEach(json.putArray("lacks")::add);
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  /**
   * Refuses a backup of another kind or of the future.
   *
   * @throws BackupException with what to do
   */
  static void check(byte[] json) throws BackupException {
    JsonNode manifest;
    try {
      manifest = DocumentSchema.mapper().readTree(json);
    } catch (IOException e) {
      throw new BackupException("manifest.json: got no JSON; the backup is damaged", e);
    }
    int format = manifest.path("format").asInt(0);
    if (format < 1) {
      throw new BackupException("manifest.json: got no format, want a backup of Busbar");
    }
    if (format > FORMAT) {
      throw new BackupException(
          "format: got %d, want at most %d: the backup is of a newer program (%s); update this one first"
              .formatted(format, FORMAT, manifest.path("program").asText("unknown")));
    }
  }
}
