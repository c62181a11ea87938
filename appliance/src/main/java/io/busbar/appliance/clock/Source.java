package io.busbar.appliance.clock;

/** Whom the time comes from. */
public enum Source {
  /** Nobody: it is counted on from the last time that was known. */
  UNKNOWN,
  /** A time service of this machine that synchronised its clock. */
  NTP,
  /** A clock chip of this machine that kept the time while it was off. */
  RTC,
  /** Somebody who handed it over. */
  PERSON,
  /** This machine's clock, for which nobody here could vouch. */
  MACHINE
}
