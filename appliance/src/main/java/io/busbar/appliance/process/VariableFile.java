package io.busbar.appliance.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.process.ProcessVariables.Kept;
import io.busbar.drivers.Value;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What persistent variables hold, in {@code variables.json} of the data folder. The file is written
 * whole and put in place of the old one, so that a power cut leaves one of the two.
 *
 * <p>SD cards wear out by writing: what changes is written 5 s after the write before at the
 * earliest, and, when 100 writes were used up, once a minute: at most 1540 writes on the first day
 * and 1440 on each later one. A power cut loses at most the changes of these 5 s, or of that
 * minute.
 */
public final class VariableFile {
  /** Least time between two writes, in nanoseconds. */
  static final long SPACING = 5_000_000_000L;

  /** One write more may be made in each so many nanoseconds. */
  static final long REFILL = 60_000_000_000L;

  /** Writes that may be saved up. */
  static final int SAVED_UP = 100;

  /** Time between two writes of sums, in nanoseconds. */
  static final long SUMS_EVERY = 300_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(VariableFile.class);

  /** How often it may be written; all in nanoseconds but the number of writes to be saved up. */
  private record Thrift(long spacing, long refill, int savedUp) {
    long most() {
      return savedUp * refill;
    }
  }

  private final String what;
  private final Path file;
  private final LongSupplier nanoTime;
  private final Thrift thrift;
  private final JsonNode found;
  private Map<String, Kept> wanted = Map.of();
  private Map<String, Kept> written = Map.of();
  private long credit;
  private long looked;
  private long last;
  private @Nullable String alarm;

  /**
   * Reads what was kept; a file that cannot be read is reported and counts as empty.
   *
   * @param nanoTime the monotonic clock that writes are spaced by
   */
  public VariableFile(Path file, LongSupplier nanoTime) {
    this("process variables", file, nanoTime, new Thrift(SPACING, REFILL, SAVED_UP));
    this.last = looked - SPACING;
  }

  private VariableFile(String what, Path file, LongSupplier nanoTime, Thrift thrift) {
    this.what = what;
    this.file = file;
    this.nanoTime = nanoTime;
    this.thrift = thrift;
    this.found = read(what, file);
    this.credit = thrift.most();
    this.looked = nanoTime.getAsLong();
    this.last = looked;
  }

  /**
   * The same for sums over time, which change at every reading: written each {@link #SUMS_EVERY}
   * and at the end, 288 times a day. A power cut loses what came in the last five minutes.
   */
  public static VariableFile ofSums(Path file, LongSupplier nanoTime) {
    return new VariableFile(
        "sums over time", file, nanoTime, new Thrift(SUMS_EVERY, SUMS_EVERY, 1));
  }

  /** What a sum had come to when it was last kept; null when it was not. */
  @Nullable Kept sum(String path) {
    JsonNode entry = found.path(path);
    if (!entry.path("value").isNumber()) {
      return null;
    }
    try {
      return new Kept(
          new Value.Real(entry.path("value").doubleValue()),
          Instant.parse(entry.path("time").asText()));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      LOG.warn("{}: what {} keeps is no sum, it begins anew: {}", path, file, e.getMessage());
      return null;
    }
  }

  /** What a variable held when it was last kept; null when it was not, or does not fit any more. */
  @Nullable Kept kept(VariableSettings variable) {
    JsonNode entry = found.path(variable.name());
    if (entry.isMissingNode()) {
      return null;
    }
    try {
      return new Kept(
          variable.fit(plain(entry.path("value"))), Instant.parse(entry.path("time").asText()));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      LOG.warn(
          "/Process/PV/{}: what {} keeps does not fit, it begins anew: {}",
          variable.name(),
          file,
          e.getMessage());
      return null;
    }
  }

  /** What is to be kept from now on, all of it. Comes back at once. */
  synchronized void keep(Map<String, Kept> variables) {
    wanted = Map.copyOf(variables);
  }

  /** Writes what changed, if it is time to; to be called every second or so. */
  public synchronized void write() {
    long now = nanoTime.getAsLong();
    credit = Math.min(thrift.most(), credit + (now - looked));
    looked = now;
    if (!wanted.equals(written) && now - last >= thrift.spacing() && credit >= thrift.refill()) {
      credit -= thrift.refill();
      last = now;
      writeNow();
    }
  }

  /** Writes what changed without waiting, at the end. */
  public synchronized void writeLast() {
    if (!wanted.equals(written)) {
      writeNow();
    }
  }

  /** Why variables are not kept now; null when they are. */
  public synchronized @Nullable String alarm() {
    return alarm;
  }

  private void writeNow() {
    ObjectNode document = DocumentSchema.mapper().createObjectNode();
    new TreeMap<>(wanted)
        .forEach((name, kept) -> {
          ObjectNode entry = document.putObject(name);
          entry.putPOJO("value", plain(kept.value()));
          entry.put("time", kept.time().toString());
        });
    try {
      WholeFile.write(file, DocumentSchema.mapper().writeValueAsBytes(document));
      written = wanted;
      alarm = null;
    } catch (IOException e) {
      if (alarm == null) {
        LOG.warn("{}: not kept, a restart would lose them: {}", what, e.toString());
      }
      alarm = "cannot write %s: %s; is the disk full or read-only?".formatted(file, e.getMessage());
    }
  }

  private static JsonNode read(String what, Path file) {
    try {
      if (!Files.exists(file)) {
        return DocumentSchema.mapper().createObjectNode();
      }
      if (Files.size(file) > DocumentSchema.MOST_BYTES) {
        throw new IOException("longer than " + DocumentSchema.MOST_BYTES + " bytes");
      }
      return DocumentSchema.mapper().readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      LOG.warn("{}: {} cannot be read, all begin anew: {}", what, file, e.toString());
    }
    return DocumentSchema.mapper().createObjectNode();
  }

  private static Object plain(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isIntegralNumber()) {
      return value.longValue();
    }
    return value.isNumber() ? (Object) value.doubleValue() : value.asText();
  }

  private static Object plain(Value value) {
    return switch (value) {
      case Value.Bool(boolean state) -> state;
      case Value.Int(long whole) -> whole;
      case Value.Real(double real) -> real;
      case Value.Text(String text) -> text;
    };
  }
}
