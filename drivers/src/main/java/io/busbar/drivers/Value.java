package io.busbar.drivers;

/**
 * One value as a device gave it, already in the unit of its data point. A value that a device says
 * it does not have is no value: it becomes a sample of quality BAD without one.
 */
public sealed interface Value {
  /** A signed 64-bit count, code or sum. */
  record Int(long value) implements Value {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** A measured number. Always finite: NaN and infinity are "not available", hence BAD. */
  record Real(double value) implements Value {
    public Real {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("got " + value + ", want a finite number");
      }
    }

    @Override
    public String toString() {
      return Double.toString(value);
    }
  }

  /** A state. */
  record Bool(boolean value) implements Value {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** A text, such as a serial number. */
  record Text(String value) implements Value {
    @Override
    public String toString() {
      return value;
    }
  }
}
