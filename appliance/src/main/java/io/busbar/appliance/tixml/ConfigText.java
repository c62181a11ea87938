package io.busbar.appliance.tixml;

import io.busbar.drivers.schema.Problem;
import java.util.List;

/** The configuration, the same document that the page reads and changes. */
public interface ConfigText {
  /** The configuration in force, a mark in place of each secret. */
  Stored read();

  /**
   * Checks, saves and applies a configuration; a mark leaves its secret as it is.
   *
   * @param version of the configuration that the change was made on
   */
  Outcome replace(String json, String version);

  /** A configuration with its version. */
  record Stored(String json, String version) {}

  /** What became of a new configuration. */
  sealed interface Outcome {
    /** Saved and in force. */
    record Applied() implements Outcome {}

    /** Every fault of it; nothing was changed. */
    record Refused(List<Problem> problems) implements Outcome {}

    /** Somebody else changed the configuration meanwhile; nothing was changed. */
    record Outdated() implements Outcome {}

    /** It cannot be written now. */
    record NotSaved(String reason) implements Outcome {}
  }
}
