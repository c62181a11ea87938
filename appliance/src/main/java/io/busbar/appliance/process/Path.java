package io.busbar.appliance.process;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import java.util.regex.Pattern;

/**
 * The grammar of paths in the process tree: {@code /Process/<bus>/<device>/<variable>}, or {@code
 * /Process/<device>/<variable>} of a device that stands apart from its bus.
 */
public final class Path {
  /** Up to 16 segments of 1 to 64 letters, digits, {@code _}, {@code -} and {@code .}. */
  public static final String PATTERN = "^(/[A-Za-z0-9_.-]{1,64}){1,16}$";

  private static final Pattern FORM = Pattern.compile("(/[A-Za-z0-9_.-]{1,64}){0,16}/?");

  private Path() {}

  /** Whether a text is a path at all, the root {@code /} and a closing slash included. */
  public static boolean isPath(String text) {
    return text.length() <= 1100 && FORM.matcher(text).matches();
  }

  /** The path of a named point of a device that stands below its bus. */
  public static String of(String bus, String device, String point) {
    return "/Process/" + bus + "/" + device + "/" + point;
  }

  /**
   * The path of a device, the branch of its variables. One without a name has them below the bus
   * itself, as in {@code /Process/PV/<name>}.
   */
  public static String of(String bus, Device device) {
    String branch = device.apart() ? "" : "/" + bus;
    return "/Process" + branch + (device.name().isEmpty() ? "" : "/" + device.name());
  }

  /** The path of a device's variable. */
  public static String of(String bus, Device device, DataPoint variable) {
    return of(bus, device) + "/" + variable.name();
  }
}
