package io.busbar.drivers.dash7;

import io.busbar.drivers.dash7.alp.Uid;
import java.time.Instant;
import java.util.List;

/**
 * A node that is heard and not configured.
 *
 * @param files what it sent, newest last; at most 16
 * @param layouts types of node that have one of these files, likeliest first; may be empty
 * @param linkBudget dB of the last message
 * @param rxLevel dBm of the last message
 * @param messages how many came since it is on the list
 */
public record HeardNode(
    Uid uid,
    List<HeardFile> files,
    List<String> layouts,
    int linkBudget,
    int rxLevel,
    Instant lastSeen,
    long messages) {
  public HeardNode {
    files = List.copyOf(files);
    layouts = List.copyOf(layouts);
  }

  /** One file of it: id, and how many bytes of it came, from its first on. */
  public record HeardFile(int file, int length) {}
}
