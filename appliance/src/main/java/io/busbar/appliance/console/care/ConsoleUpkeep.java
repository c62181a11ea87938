package io.busbar.appliance.console.care;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.access.AccessControl;
import io.busbar.appliance.access.AccessControl.Login;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.logbook.LogRange;
import io.busbar.appliance.logbook.LogRecord;
import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.store.StoreSettings;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.web.Caller;
import io.busbar.web.Console.ConfigDocument;
import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Role;
import io.busbar.web.Upkeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the appliance in order for the page. */
public final class ConsoleUpkeep implements Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleUpkeep.class);

  private final Path data;
  private final ConfigFile file;
  private final ConfigDocument door;
  private final AccessControl access;
  private final Logbook logbook;
  private final Supplier<Function<String, @Nullable String>> system;
  private final Resets resets;

  /** What a reset sets in motion; the composition root provides it. */
  public interface Resets {
    /** Makes the appliance nobody's. */
    void forgetOwner() throws IOException;

    /** Ends the appliance soon, and begins it anew once its folder is empty. */
    void startAnew();
  }

  /**
   * @param door changes the configuration
   * @param access knows the caller's password
   * @param system reads the machine now: a text by its path below {@code /System}
   */
  public ConsoleUpkeep(
      Path data,
      ConfigFile file,
      ConfigDocument door,
      AccessControl access,
      Logbook logbook,
      Supplier<Function<String, @Nullable String>> system,
      Resets resets) {
    this.data = data;
    this.file = file;
    this.door = door;
    this.access = access;
    this.logbook = logbook;
    this.system = system;
    this.resets = resets;
  }

  @Override
  public Machine machine() {
    Function<String, @Nullable String> read = system.get();
    String temperature = read.apply("Hardware/CPU/Temperature");
    return new Machine(
        read.apply("HardwareID"),
        read.apply("SerialNo"),
        read.apply("Linux/Distribution"),
        Runtime.version().toString(),
        read.apply("Hardware/CPU/Cores"),
        read.apply("Hardware/CPU/Load"),
        temperature == null ? null : Double.valueOf(temperature),
        read.apply("Hardware/CPU/Throttled"),
        number(read.apply("Hardware/RAM/Size")),
        number(read.apply("FreeRAMSize")));
  }

  private static @Nullable Long number(@Nullable String text) {
    return text == null ? null : Long.valueOf(text);
  }

  @Override
  public Storage storage() {
    JsonNode store = configuration().path("store");
    return new Storage(
        system.get().apply("Hardware/FileSystem/Type"),
        data.toFile().getTotalSpace(),
        data.toFile().getUsableSpace(),
        size("outbox.db", "outbox.db-wal"),
        store.path("outboxBytes").asLong(StoreSettings.DEFAULT.outboxBytes()),
        size("history.db", "history.db-wal"),
        store.path("historyBytes").asLong(StoreSettings.DEFAULT.historyBytes()),
        size("outbox.db.ballast"),
        sizeOfLogs());
  }

  /** Files that are not there have no size. */
  private long size(String... names) {
    return Stream.of(names).mapToLong(name -> data.resolve(name).toFile().length()).sum();
  }

  private long sizeOfLogs() {
    java.io.File[] logs = data.resolve("logs").toFile().listFiles();
    return logs == null ? 0 : Stream.of(logs).mapToLong(java.io.File::length).sum();
  }

  @Override
  public List<LogText> logs(int last) {
    Redaction redaction = new Redaction(configuration());
    List<LogText> logs = new ArrayList<>();
    boolean all = Caller.current().may(Role.ADMIN);
    for (String name : logbook.names()) {
      if (!all && Logbook.OF_PEOPLE.contains(name)) {
        continue; // What people did is for administrators alone.
      }
      List<LogRecord> records =
          Objects.requireNonNullElse(logbook.read(name, LogRange.last(last)), List.of());
      logs.add(new LogText(name, records.stream().map(one -> line(one, redaction)).toList()));
    }
    return logs;
  }

  private static String line(LogRecord entry, Redaction redaction) {
    ObjectNode json = DocumentSchema.mapper().createObjectNode();
    json.put("id", entry.id()).put("time", entry.time().toString());
    entry.fields().forEach((key, text) -> json.put(key, redaction.of(text)));
    return json.toString();
  }

  /** With its passwords; empty when there is none or it is damaged, which an alarm says. */
  private JsonNode configuration() {
    try {
      return file.exists()
          ? DocumentSchema.mapper().readTree(file.read())
          : DocumentSchema.mapper().createObjectNode();
    } catch (JsonProcessingException e) {
      LOG.debug("the configuration is no JSON", e);
      return DocumentSchema.mapper().createObjectNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Saved> saved() {
    try {
      List<Saved> saved = new ArrayList<>();
      for (Path version : file.versions()) {
        saved.add(
            new Saved(
                String.valueOf(version.getFileName()),
                Files.getLastModifiedTime(version).toInstant(),
                Files.size(version)));
      }
      return saved;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable Outcome rollBack(String saved, Duration within) {
    try {
      for (Path version : file.versions()) {
        if (String.valueOf(version.getFileName()).equals(saved)) {
          return door.tryOut(Files.readAllBytes(version), null, within);
        }
      }
      return null;
    } catch (IOException e) {
      return new Outcome.NotSaved("the saved configuration cannot be read: " + e.getMessage());
    }
  }

  @Override
  public Reset reset(Extent extent, String password) throws InterruptedException {
    Caller caller = Caller.current();
    if (!(caller.proof() instanceof Caller.Proof.Session)) {
      return new Reset.Not("a token has no password; log in to reset");
    }
    return switch (access.enter(caller.name(), password, caller.from())) {
      case Login.In _ -> carryOut(extent, caller.name());
      case Login.Wrong _ -> new Reset.Wrong();
      case Login.Wait(Duration left) -> new Reset.Wait(left);
    };
  }

  private Reset carryOut(Extent extent, String who) {
    try {
      switch (extent) {
        case CREDENTIALS -> resets.forgetOwner();
        case CONFIGURATION -> {
          return forgetConfiguration();
        }
        case EVERYTHING -> {
          new Wipe(data).order();
          resets.startAnew();
        }
      }
      LOG.warn("reset by {}: {}", who, extent);
      return new Reset.Done();
    } catch (IOException e) {
      LOG.error("reset: {} is not done", extent, e);
      return new Reset.Not("cannot write: " + e.getMessage() + "; is the disk full or read-only?");
    }
  }

  /** Name and serial number stay: the appliance is still the same one. */
  private Reset forgetConfiguration() throws IOException {
    ObjectNode bare = DocumentSchema.mapper().createObjectNode();
    JsonNode gateway = configuration().path("gateway");
    if (gateway.isObject()) {
      bare.set("gateway", gateway);
    } else {
      bare.putObject("gateway").put("name", "Busbar");
    }
    bare.putArray("buses");
    bare.putArray("connectors");
    byte[] json = bare.toPrettyString().getBytes(StandardCharsets.UTF_8);
    return switch (door.replace(json, null)) {
      case Outcome.Applied _ -> {
        for (String name : List.of("keys", "meters", "config.d", "config.before-trial.json")) {
          Wipe.remove(data.resolve(name));
        }
        yield new Reset.Done();
      }
      case Outcome.NotSaved(String reason) -> new Reset.Not(reason);
      case Outcome.Refused(var problems) -> new Reset.Not(problems.toString());
      case Outcome.Outdated _ ->
          throw new IllegalStateException("no version was given that could be outdated");
    };
  }
}
