package io.busbar.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps the appliance in order: the machine, its storage, saved configurations, a reset. */
public interface Upkeep {
  /** The machine that the appliance runs on. */
  @Needs(Role.VIEWER)
  Machine machine();

  /** What the data folder holds. */
  @Needs(Role.VIEWER)
  Storage storage();

  /**
   * The newest records of each log, oldest first, without any password of the configuration. Logs
   * of what people did are for administrators alone.
   *
   * @param last how many of each, 1 to 10000
   */
  @Needs(Role.INSTALLER)
  List<LogText> logs(int last);

  /** The configurations before the one in force, the newest first. */
  @Needs(Role.ADMIN)
  List<Saved> saved();

  /**
   * Puts a saved configuration in force for a while: unless it is confirmed, the present one comes
   * back.
   *
   * @return null when none of this name is kept
   */
  @Needs(value = Role.ADMIN, audit = "configuration rolled back", shown = 1)
  Console.ConfigDocument.@Nullable Outcome rollBack(String saved, Duration within);

  /**
   * Takes away from the appliance what it has learnt.
   *
   * @param password the caller's own, once more
   */
  @Needs(value = Role.ADMIN, audit = "reset", shown = 1)
  Reset reset(Extent extent, String password) throws InterruptedException;

  /**
   * The machine; what it does not tell is null.
   *
   * @param load mean number of busy cores in the last minute
   * @param temperature of the processor in °C
   * @param throttled the firmware's flags in hex: bit 0 under-voltage now, bit 16 since the start
   * @param memoryBytes all of it
   * @param freeMemoryBytes what programs can still have
   */
  record Machine(
      @Nullable String model,
      @Nullable String serialNumber,
      @Nullable String distribution,
      String java,
      @Nullable String cores,
      @Nullable String load,
      @Nullable Double temperature,
      @Nullable String throttled,
      @Nullable Long memoryBytes,
      @Nullable Long freeMemoryBytes) {}

  /**
   * The data folder; all in bytes.
   *
   * @param fileSystem its type; null when it is not known
   * @param outbox what the outbox takes, of {@code outboxBudget}
   * @param history what the history takes, of {@code historyBudget}
   * @param ballast room that is kept for a full disk; 0 once it was needed
   */
  record Storage(
      @Nullable String fileSystem,
      long disk,
      long free,
      long outbox,
      long outboxBudget,
      long history,
      long historyBudget,
      long ballast,
      long logs) {}

  /**
   * A log as text.
   *
   * @param lines one record each, as JSON
   */
  record LogText(String name, List<String> lines) {}

  /** A configuration that was in force before another. */
  record Saved(String name, Instant time, long bytes) {}

  /** How much a reset takes. */
  enum Extent {
    /** Users, passwords and tokens. */
    CREDENTIALS,
    /** Everything that was configured, with certificates and own register maps. */
    CONFIGURATION,
    /** Everything. */
    EVERYTHING
  }

  /** What became of a reset. */
  sealed interface Reset {
    /** It is done, or, of everything, begins at once. */
    record Done() implements Reset {}

    /** The password is another one. */
    record Wrong() implements Reset {}

    /** There were too many failures. */
    record Wait(Duration left) implements Reset {}

    /** It cannot be done now; the sentence says why. */
    record Not(String sentence) implements Reset {}
  }
}
