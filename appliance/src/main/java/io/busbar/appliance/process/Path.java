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

  /** The path of a device of a bus, the branch of its variables. */
  public static String of(String bus, Device device) {
    return device.apart() ? "/Process/" + device.name() : "/Process/" + bus + "/" + device.name();
  }

  /** The path of a device's variable. */
  public static String of(String bus, Device device, DataPoint variable) {
    return of(bus, device) + "/" + variable.name();
  }
}
