package io.busbar.drivers.modbus;

import java.util.Arrays;
import java.util.Locale;

/** The four kinds of Modbus data; each has 65536 places of its own. */
public enum Area {
  COIL(1, true, 0),
  DISCRETE(2, true, 1),
  HOLDING(3, false, 4),
  INPUT(4, false, 3);

  /** Most bits in one answer of the protocol. */
  static final int MOST_BITS = 2000;

  /** Most registers in one answer of the protocol. */
  static final int MOST_REGISTERS = 125;

  private final int function;
  private final boolean bits;
  private final int digit;

  Area(int function, boolean bits, int digit) {
    this.function = function;
    this.bits = bits;
    this.digit = digit;
  }

  /** The area that a function code reads. */
  static Area read(int function) {
    return Arrays.stream(values())
        .filter(area -> area.function == function)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("got function " + function + ", want 1, 2, 3 or 4"));
  }

  /** The function code that reads it. */
  int function() {
    return function;
  }

  /** Whether a place has one bit and not 16. */
  boolean isBits() {
    return bits;
  }

  /** Most places in one request. */
  int most() {
    return bits ? MOST_BITS : MOST_REGISTERS;
  }

  /** Bytes that so many places take in an answer. */
  int bytes(int count) {
    return bits ? (count + 7) / 8 : 2 * count;
  }

  /** The name of a place in manuals, counted from 1: {@code 40001}; six digits above 9999. */
  String manual(int address) {
    int number = address + 1;
    return digit + (number > 9999 ? "%05d" : "%04d").formatted(number);
  }

  /** {@code coil}, {@code discrete}, {@code holding} or {@code input}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
