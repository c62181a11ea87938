package io.busbar.drivers.io;

/**
 * A straight line through two points, from a signal to a value.
 *
 * @param low signal of the first point, {@code lowValue} its value
 * @param high signal of the second point, {@code highValue} its value
 */
record Scale(double low, double high, double lowValue, double highValue) {
  double value(double signal) {
    return lowValue + (signal - low) * (highValue - lowValue) / (high - low);
  }

  double signal(double value) {
    return low + (value - lowValue) * (high - low) / (highValue - lowValue);
  }

  /** Whether both directions have an answer. */
  boolean isUsable() {
    return low != high && lowValue != highValue;
  }
}
