package io.busbar.drivers;

import java.util.List;

/** A named device of a bus with every point it offers, known before any wire is touched. */
public record Device(String name, List<DataPoint> points) {
  public Device {
    points = List.copyOf(points);
  }
}
