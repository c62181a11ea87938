package io.busbar.appliance.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.appliance.config.Secrets;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.schema.RefusedException;
import io.busbar.web.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one door through which a configuration is read and changed: check, save, apply. */
public final class ConfigDoor implements Console.ConfigDocument {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigDoor.class);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final ConfigFile file;
  private final ConfigReader reader;
  private final Consumer<Config> apply;
  private final Trials trials;
  private volatile List<Config.Bus<?>> buses = List.of();
  private volatile JsonNode current = DocumentSchema.mapper().createObjectNode();
  private volatile @Nullable String alarm;

  /**
   * @param apply makes the appliance what a good configuration says
   * @param later runs a work once after some time, on another thread
   */
  public ConfigDoor(
      ConfigFile file,
      ConfigReader reader,
      Consumer<Config> apply,
      BiConsumer<Duration, Runnable> later) {
    this.file = file;
    this.reader = reader;
    this.apply = apply;
    this.trials = new Trials(later);
  }

  /**
   * Loads what was saved, or the first configuration when nothing was saved yet. A saved one that
   * cannot be used does not stop the appliance: it runs on the newest older version that can, or on
   * none, and says so.
   *
   * @param first the configuration to begin with; null begins with none
   */
  public synchronized void load(byte @Nullable [] first) {
    try {
      if (file.exists()) {
        if (file.endTrial()) {
          LOG.warn("configuration: what was tried out before the start was not confirmed: gone");
        }
        loadSaved();
      } else if (first == null) {
        alarm = "not configured yet: send a configuration to /api/v1/config";
      } else if (replace(first, null) instanceof Outcome.Refused refused) {
        alarm = "the first configuration is refused: " + refused.problems();
      }
    } catch (IOException e) {
      alarm = "the configuration cannot be read: " + e;
    } catch (RuntimeException e) {
      // The page must stay, so that another configuration can be sent.
      LOG.error("configuration: a defect of this program", e);
      alarm = "the configuration is not in force, by a defect of this program: " + e;
    }
    if (alarm != null) {
      LOG.warn("configuration: {}", alarm);
    }
  }

  /** What is wrong with the configuration in force; null when nothing is. */
  public @Nullable String alarm() {
    return alarm;
  }

  @Override
  public String schema() {
    return ConfigReader.schema();
  }

  @Override
  public Stored read() {
    JsonNode saved = current;
    JsonNode shown = saved.deepCopy();
    Secrets.hide(shown);
    return new Stored(shown.toPrettyString(), ConfigFile.version(text(saved)));
  }

  /** The configuration in force, its secrets too; only to be looked at. */
  JsonNode inForce() {
    return current;
  }

  @Override
  public synchronized Outcome replace(byte[] json, @Nullable String expectedVersion) {
    return replace(json, expectedVersion, null);
  }

  @Override
  public synchronized Outcome tryOut(
      byte[] json, @Nullable String expectedVersion, Duration within) {
    return replace(json, expectedVersion, within);
  }

  @Override
  public @Nullable Tried trial() {
    return trials.now();
  }

  @Override
  public synchronized boolean confirm(String version) {
    return trials.confirm(version);
  }

  @Override
  public boolean takeBack(String version) {
    return trials.takeBack(version);
  }

  private Outcome replace(byte[] json, @Nullable String expectedVersion, @Nullable Duration trial) {
    if (expectedVersion != null && !expectedVersion.equals(version())) {
      return new Outcome.Outdated(version());
    }
    try {
      JsonNode document = parse(json);
      Secrets.restore(document, current);
      byte[] text = text(document);
      Config config = reader.read(text);
      if (trial == null) {
        trials.forget();
      } else {
        trials.keepBefore();
      }
      file.save(text);
      use(document, config);
      if (trial != null) {
        trials.begin(trial);
      }
      return new Outcome.Applied(read());
    } catch (RefusedException e) {
      return new Outcome.Refused(e.problems().stream().map(ConfigDoor::fault).toList());
    } catch (IOException e) {
      LOG.error("configuration: not saved to {}", file.place(), e);
      return new Outcome.NotSaved(
          "cannot write "
              + file.place()
              + ": "
              + e.getMessage()
              + "; is the disk full or read-only?");
    }
  }

  /**
   * A connection as it would be, without saving or starting anything.
   *
   * @param replaces name of the connection whose place it takes; null for a new one
   * @param connector as a configuration has it; the mark of a password stands for the one known
   * @throws RefusedException with every problem of it, paths counting from the connection
   */
  Config.Cloud<?> candidate(@Nullable String replaces, JsonNode connector) throws RefusedException {
    JsonNode before = current;
    ObjectNode document = before.deepCopy();
    ArrayNode all = document.withArray("connectors");
    int place = 0;
    while (place < all.size() && !all.get(place).path("name").asText().equals(replaces)) {
      place++;
    }
    if (place == all.size()) {
      all.add(connector);
    } else {
      all.set(place, connector);
    }
    Secrets.restore(document, before);
    try {
      return reader.read(text(document)).connectors().get(place);
    } catch (RefusedException e) {
      String prefix = "/connectors/" + place;
      throw new RefusedException(
          e.problems().stream()
              .map(one ->
                  one.path().startsWith(prefix)
                      ? new Problem(one.path().substring(prefix.length()), one.message())
                      : one)
              .toList());
    }
  }

  /** A connection of the configuration in force; null when there is none of this name. */
  Config.@Nullable Cloud<?> connection(String name) {
    try {
      return reader.read(text(current)).connectors().stream()
          .filter(cloud -> cloud.name().equals(name))
          .findFirst()
          .orElse(null);
    } catch (RefusedException e) {
      LOG.debug("configuration: there is none in force", e);
      return null;
    }
  }

  /** Adds a device to a bus, and takes the same way as any new configuration. */
  synchronized Outcome adopt(Console.Adoption wanted) {
    JsonNode document = current.deepCopy();
    for (JsonNode bus : document.path("buses")) {
      if (bus.path("name").asText().equals(wanted.bus()) && bus instanceof ObjectNode settings) {
        settings
            .withArray("devices")
            .addObject()
            .put("name", wanted.name())
            .put("uid", wanted.uid())
            .put("layout", wanted.layout());
        return replace(text(document), null, trials.rest());
      }
    }
    return new Outcome.Refused(
        List.of(
            new Fault(
                "/bus",
                "got " + wanted.bus() + ", want one of " + String.join(", ", busNames(document)))));
  }

  private static List<String> busNames(JsonNode document) {
    List<String> names = new ArrayList<>();
    document.path("buses").forEach(bus -> names.add(bus.path("name").asText()));
    return names;
  }

  private void loadSaved() throws IOException {
    try {
      byte[] saved = file.read();
      use(parse(saved), reader.read(saved));
    } catch (RefusedException e) {
      alarm = "%s is refused: %s".formatted(file.place(), e.getMessage());
      for (java.nio.file.Path version : file.versions()) {
        if (loadOlder(version)) {
          return;
        }
      }
    }
  }

  private boolean loadOlder(java.nio.file.Path version) throws IOException {
    try {
      byte[] saved = java.nio.file.Files.readAllBytes(version);
      String why = alarm;
      use(parse(saved), reader.read(saved));
      alarm = why + "; running on the older version " + version.getFileName();
      return true;
    } catch (RefusedException e) {
      LOG.warn("configuration: {} is refused too: {}", version, e.getMessage());
      return false;
    }
  }

  /** The buses in force. */
  public List<Config.Bus<?>> buses() {
    return buses;
  }

  private void use(JsonNode document, Config config) {
    buses = config.buses();
    apply.accept(config);
    current = document;
    alarm = null;
  }

  private String version() {
    return ConfigFile.version(text(current));
  }

  /** Whatever the strict reader would refuse is refused by it, with its words. */
  private JsonNode parse(byte[] json) throws RefusedException {
    try {
      JsonNode document = DocumentSchema.mapper().readTree(json);
      if (document instanceof ObjectNode && json.length <= DocumentSchema.MOST_BYTES) {
        return document;
      }
    } catch (JsonProcessingException e) {
      LOG.debug("configuration: no JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader.read(json);
    throw new RefusedException(List.of(new Problem("", "got no object, want a configuration")));
  }

  private static byte[] text(JsonNode document) {
    return (document.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** A problem in the words of the page. */
  public static Fault fault(Problem problem) {
    Problem.Said said = problem.said();
    return new Fault(
        problem.path(),
        problem.message(),
        said == null ? null : new Fault.Said(said.key(), said.arguments()));
  }

  /** A configuration that is in force only until it is confirmed or its time is over. */
  private final class Trials {
    private final BiConsumer<Duration, Runnable> later;
    private volatile @Nullable Running running;

    /** What is tried out, and until when by the monotonic clock. */
    private record Running(String version, long end) {}

    Trials(BiConsumer<Duration, Runnable> later) {
      this.later = later;
    }

    @Nullable Tried now() {
      Running one = running;
      return one == null
          ? null
          : new Tried(
              one.version(), Math.max(0, (one.end() - System.nanoTime()) / NANOS_PER_MILLI));
    }

    /** Of several trials in a row the one before the first comes back. */
    void keepBefore() throws IOException {
      if (running == null && file.exists()) {
        file.beginTrial();
      }
    }

    void begin(Duration within) {
      Running one = new Running(version(), System.nanoTime() + within.toNanos());
      running = one;
      later.accept(
          within, () -> end(one, "it was not confirmed in time; the one before is in force"));
    }

    /** What else is changed during a trial is part of it; null when there is none. */
    @Nullable Duration rest() {
      Tried tried = now();
      return tried == null ? null : Duration.ofMillis(tried.leftMs());
    }

    boolean confirm(String version) {
      Running one = running;
      if (one == null || !one.version().equals(version)) {
        return false;
      }
      try {
        forget();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return true;
    }

    void forget() throws IOException {
      file.confirmTrial();
      running = null;
    }

    boolean takeBack(String version) {
      Running one = running;
      return one != null
          && one.version().equals(version)
          && end(one, "somebody wanted the one before it, which is in force");
    }

    private boolean end(Running one, String why) {
      synchronized (ConfigDoor.this) {
        if (!one.equals(running)) {
          return false;
        }
        try {
          running = null;
          if (file.endTrial()) {
            LOG.warn("configuration: {}", why);
            loadSaved();
          }
        } catch (IOException e) {
          alarm = "the configuration before the one tried out cannot be brought back: " + e;
          LOG.error("configuration: {}", alarm);
        }
        return true;
      }
    }
  }
}
