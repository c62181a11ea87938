package io.busbar.appliance.clock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.process.WholeFile;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept of the time over restarts, in {@code clock.json} of the data folder. */
final class ClockFile {
  private static final Logger LOG = LoggerFactory.getLogger(ClockFile.class);

  /** A gateway that never learns the time makes one at each boot. */
  private static final int MOST_BOOTS = 100;

  private final Path file;
  private volatile @Nullable String alarm;

  /**
   * A boot in which times were counted.
   *
   * @param from the count at the boot
   * @param by how far it was behind; null while that is not known
   */
  record Counted(Instant from, @Nullable Duration by) {}

  /**
   * What was known at one moment.
   *
   * @param time of this appliance then, known or counted
   * @param boot in which it was
   * @param uptime of the machine then, nanoseconds
   * @param off the last time that was kept before this boot; null when none was
   * @param boots by number, the newest last
   */
  record Saved(
      Instant time,
      long boot,
      long uptime,
      Source source,
      @Nullable Instant off,
      Map<Long, Counted> boots) {
    static final Saved NOTHING = new Saved(Instant.EPOCH, 0, 0, Source.UNKNOWN, null, Map.of());
  }

  ClockFile(Path file) {
    this.file = file;
  }

  /** Why nothing is kept now; null when it is. */
  @Nullable String alarm() {
    return alarm;
  }

  /** What was kept; a file that cannot be read is reported and counts as none. */
  Saved read() {
    try {
      if (!Files.exists(file)) {
        return Saved.NOTHING;
      }
      if (Files.size(file) > DocumentSchema.MOST_BYTES) {
        throw new IOException("longer than " + DocumentSchema.MOST_BYTES + " bytes");
      }
      JsonNode kept = DocumentSchema.mapper().readTree(Files.readAllBytes(file));
      return new Saved(
          Instant.parse(kept.path("time").asText()),
          Long.parseUnsignedLong(kept.path("boot").asText(), 16),
          kept.path("uptime").asLong(),
          Source.valueOf(kept.path("source").asText()),
          kept.path("off").isTextual() ? Instant.parse(kept.path("off").asText()) : null,
          boots(kept.path("boots")));
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      LOG.warn("{} cannot be read, the last time known is lost: {}", file, e.toString());
      return Saved.NOTHING;
    }
  }

  private static Map<Long, Counted> boots(JsonNode all) {
    Map<Long, Counted> boots = new LinkedHashMap<>();
    for (JsonNode one : all) {
      JsonNode by = one.path("by");
      boots.put(
          Long.parseUnsignedLong(one.path("boot").asText(), 16),
          new Counted(
              Instant.parse(one.path("from").asText()),
              by.isTextual() ? Duration.parse(by.asText()) : null));
    }
    return boots;
  }

  /** Keeps this in the place of what was kept; returns whether it could be. */
  boolean write(Saved now) {
    ObjectNode document = DocumentSchema.mapper().createObjectNode();
    document.put("time", now.time().toString());
    document.put("boot", Long.toHexString(now.boot()));
    document.put("uptime", now.uptime());
    document.put("source", now.source().name());
    Instant off = now.off();
    document.put("off", off == null ? null : off.toString());
    now.boots().entrySet().stream()
        .skip(Math.max(0, now.boots().size() - MOST_BOOTS))
        .forEach(boot -> {
          ObjectNode one = document.withArray("boots").addObject();
          one.put("boot", Long.toHexString(boot.getKey()));
          one.put("from", boot.getValue().from().toString());
          Duration by = boot.getValue().by();
          one.put("by", by == null ? null : by.toString());
        });
    try {
      WholeFile.write(file, DocumentSchema.mapper().writeValueAsBytes(document));
      alarm = null;
      return true;
    } catch (IOException e) {
      if (alarm == null) {
        LOG.warn("clock: the time is not kept for the next start: {}", e.toString());
      }
      alarm = "cannot write %s: %s; is the disk full or read-only?".formatted(file, e.getMessage());
      return false;
    }
  }
}
