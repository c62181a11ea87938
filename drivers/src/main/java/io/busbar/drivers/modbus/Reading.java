package io.busbar.drivers.modbus;

import io.busbar.drivers.Value;

/** What the registers of one value say. */
public sealed interface Reading {
  /** A value, already in the unit of its register. */
  record Is(Value value) implements Reading {}

  /** The device says by a pattern of bits that it has no value; the reason is for people. */
  record NotAvailable(String reason) implements Reading {}
}
