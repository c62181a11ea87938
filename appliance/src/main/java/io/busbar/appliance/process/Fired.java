package io.busbar.appliance.process;

/** What became of the wish to fire an event by its name. */
public enum Fired {
  /** Its actions run now. */
  YES,
  /** It fires too often, or its actions take too long: left out and counted. */
  LEFT_OUT,
  /** The program is stopped. */
  STOPPED,
  /** There is no event of this name. */
  UNKNOWN
}
