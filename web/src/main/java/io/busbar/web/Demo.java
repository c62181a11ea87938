package io.busbar.web;

import io.busbar.web.Console.ConfigDocument.Outcome;

/** The demo mode: devices that are not there, so that the pages can be learned at a desk. */
public interface Demo {
  /**
   * Adds simulated devices to the configuration, or takes every one of them out again with all that
   * is sent and logged of them. Changes nothing when it is so already.
   */
  @Needs(value = Role.INSTALLER, audit = "demo mode", shown = 1)
  Outcome set(boolean on);
}
