package io.busbar.appliance.access;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.process.WholeFile;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who failed to log in waits: from the fifth failure in a row 1 s, then twice as long each time, to
 * 15 min; an account as well as an address, and never for good. A restart begins the present wait
 * again. Only digests of names and addresses are kept, for people type passwords into wrong fields.
 */
final class Throttle {
  private static final Logger LOG = LoggerFactory.getLogger(Throttle.class);
  private static final int FREE = 4;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  private static final int MOST_KEPT = 1000;

  private final Path file;
  private final LongSupplier nanoTime;
  private final Map<String, Failures> all = new LinkedHashMap<>();

  /**
   * @param count in a row
   * @param last when the last one was, by the monotonic clock
   */
  private record Failures(int count, long last) {
    Duration delay() {
      if (count <= FREE) {
        return Duration.ZERO;
      }
      long seconds = FIRST.toSeconds() << Math.min(count - FREE - 1, 20);
      return seconds > LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
    }
  }

  Throttle(Path folder, LongSupplier nanoTime) {
    this.file = folder.resolve("throttle.json");
    this.nanoTime = nanoTime;
    load();
  }

  /** How long these have to wait still; zero when none has to. */
  synchronized Duration wait(String... who) {
    Duration longest = Duration.ZERO;
    for (String one : who) {
      Failures failures = all.get(key(one));
      if (failures != null) {
        Duration left = failures.delay().minusNanos(nanoTime.getAsLong() - failures.last());
        longest = left.compareTo(longest) > 0 ? left : longest;
      }
    }
    return longest;
  }

  /** These failed once more. */
  synchronized void failed(String... who) {
    forgetOld();
    boolean counts = false;
    for (String one : who) {
      Failures before = all.remove(key(one)); // So that the last to fail stands last.
      Failures now = new Failures(before == null ? 1 : before.count() + 1, nanoTime.getAsLong());
      all.put(key(one), now);
      counts |= now.count() > FREE;
    }
    if (counts) {
      save();
    }
  }

  /** These came in. */
  synchronized void succeeded(String... who) {
    boolean counted = false;
    for (String one : who) {
      Failures before = all.remove(key(one));
      counted |= before != null && before.count() > FREE;
    }
    if (counted) {
      save();
    }
  }

  private void forgetOld() {
    long now = nanoTime.getAsLong();
    all.values().removeIf(failures -> now - failures.last() > FORGOTTEN_AFTER.toNanos());
    for (Iterator<?> oldest = all.keySet().iterator(); all.size() >= MOST_KEPT; ) {
      oldest.next();
      oldest.remove();
    }
  }

  private void load() {
    @Nullable JsonNode kept = read();
    if (kept != null) {
      kept.properties().stream()
          .limit(MOST_KEPT)
          .forEach(one ->
              all.put(one.getKey(), new Failures(one.getValue().asInt(), nanoTime.getAsLong())));
    }
  }

  private @Nullable JsonNode read() {
    try {
      return Files.exists(file) ? DocumentSchema.mapper().readTree(Files.readAllBytes(file)) : null;
    } catch (JacksonException e) {
      LOG.warn("{} is damaged; failed logins are counted anew", file, e);
      return null;
    } catch (IOException e) {
      LOG.warn("{} cannot be read; failed logins are counted anew", file, e);
      return null;
    }
  }

  private void save() {
    ObjectNode kept = DocumentSchema.mapper().createObjectNode();
    all.forEach((key, failures) -> {
      if (failures.count() > FREE) {
        kept.put(key, failures.count());
      }
    });
    try {
      WholeFile.write(file, kept.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("{} cannot be written; a restart would forget who failed to log in", file, e);
    }
  }

  private static String key(String who) {
    return Secret.sha256(who).substring(0, 32);
  }
}
