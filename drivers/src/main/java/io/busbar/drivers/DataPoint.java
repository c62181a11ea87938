package io.busbar.drivers;

/**
 * What a device offers: one quantity. A driver makes each of its points once and uses the same
 * object in every sample, so that a sample finds its variable without hashing a text.
 *
 * @param device name of the device, one segment of a path
 * @param name canonical name of the quantity, for example {@code activePowerTotal}
 * @param unit SI unit such as {@code W} or {@code Wh}; empty when it has none
 * @param source where it stands on the wire, for people: for example {@code unit 1, input 0x0034}
 * @param writable whether it can be set, which only a {@link Writable} bus has
 */
public record DataPoint(
    String device, String name, ValueType type, String unit, String source, boolean writable) {
  /** The point by which a bus itself says whether a device is there: 1 or 0, as the FP has it. */
  public static final String DEVICE_STATE = "DeviceState";

  /** How the names of all points begin that a bus itself keeps of a device's communication. */
  private static final String HEALTH = "Device";

  /** Whether the bus itself says this of the device, so that it proves nothing about the wire. */
  public boolean isHealth() {
    return name.startsWith(HEALTH);
  }

  /** A point that can only be read. */
  public DataPoint(String device, String name, ValueType type, String unit, String source) {
    this(device, name, type, unit, source, false);
  }
}
