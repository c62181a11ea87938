package io.busbar.appliance.tixml;

import io.busbar.appliance.tixml.codec.Element;

/** What one command does. */
public interface Command {
  /** The name of the command's element. */
  String name();

  /**
   * Carries it out.
   *
   * @return the answer; the command's name with nothing in it when there is nothing to say
   * @throws CommandException it was not carried out
   * @throws InterruptedException the appliance ends
   */
  Element answer(Element command) throws CommandException, InterruptedException;
}
