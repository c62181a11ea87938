package io.busbar.appliance.process;

import java.util.List;

/** What became of the wish to send a section now. */
public sealed interface Sending {
  /** So many sections have sent what they hold. */
  record Done(int sections) implements Sending {}

  /** No connector or section of this name; those that there are. */
  record Unknown(String name, List<String> known) implements Sending {
    public Unknown {
      known = List.copyOf(known);
    }
  }

  /** The connector is switched off, has no section, or the program is stopped. */
  record Idle(String connector) implements Sending {}
}
