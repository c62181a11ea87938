package io.busbar.drivers;

import java.util.List;

/**
 * A named device of a bus with every point it offers, known before any wire is touched.
 *
 * @param type its register map or file layout, for example {@code siemens-pac2200}; empty when it
 *     has none
 */
public record Device(String name, String type, List<DataPoint> points) {
  public Device {
    points = List.copyOf(points);
  }

  /** A device without a type. */
  public Device(String name, List<DataPoint> points) {
    this(name, "", points);
  }
}
