package io.busbar.drivers;

import java.util.List;

/**
 * A named device of a bus with every point it offers, known before any wire is touched.
 *
 * @param name one segment of a path or several, for example {@code PAC1} or {@code IO/I}
 * @param type its register map or file layout, for example {@code siemens-pac2200}; empty when it
 *     has none
 * @param apart whether its points stand directly below {@code /Process} by its name, and not below
 *     its bus: so the FP has its expansion modules, {@code /Process/C20/I/P0}
 */
public record Device(String name, String type, boolean apart, List<DataPoint> points) {
  public Device {
    points = List.copyOf(points);
  }

  /** A device below its bus. */
  public Device(String name, String type, List<DataPoint> points) {
    this(name, type, false, points);
  }

  /** A device below its bus, without a type. */
  public Device(String name, List<DataPoint> points) {
    this(name, "", points);
  }

  /** The name that it takes directly below {@code /Process}, so that nothing else may have it. */
  public String root(String bus) {
    return apart ? name.split("/", 2)[0] : bus;
  }
}
