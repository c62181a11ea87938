package io.busbar.drivers;

import java.time.Instant;
import java.util.List;

/** A bus that also hears devices which are not configured, so that they can be adopted. */
public interface Listening {
  /** The devices that were heard and are not configured, the last first; any thread may ask. */
  List<Heard> heard();

  /** Every type that a device of this bus can be given, sorted. */
  List<String> layouts();

  /**
   * Takes over what a bus of the same name had heard before it was configured anew. Called before
   * the bus runs.
   */
  void remember(List<Heard> before);

  /**
   * A device that is heard and not configured.
   *
   * @param uid its address, as the configuration wants it
   * @param files what it sent, newest last; at most 16
   * @param layouts types of device that have one of these files, likeliest first; may be empty
   * @param linkBudget dB of the last message
   * @param rxLevel dBm of the last message
   * @param messages how many came since it is on the list
   */
  record Heard(
      String uid,
      List<HeardFile> files,
      List<String> layouts,
      int linkBudget,
      int rxLevel,
      Instant lastSeen,
      long messages) {
    public Heard {
      files = List.copyOf(files);
      layouts = List.copyOf(layouts);
    }
  }

  /** One file of it: id, and how many bytes of it came, from its first on. */
  record HeardFile(int file, int length) {}
}
