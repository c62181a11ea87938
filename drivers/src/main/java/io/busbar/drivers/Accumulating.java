package io.busbar.drivers;

import java.time.Instant;
import java.util.Set;

/** A bus with points that are sums over time, which go on where they ended when it starts anew. */
public interface Accumulating {
  /** The points that are sums over time. */
  Set<DataPoint> sums();

  /**
   * Lets a sum go on. To be called before the bus runs; a point that is no sum is left alone.
   *
   * @param sum what it had come to, in its unit
   * @param time when that was
   */
  void resume(DataPoint point, double sum, Instant time);
}
