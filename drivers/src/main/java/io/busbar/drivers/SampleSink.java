package io.busbar.drivers;

import java.util.List;

/** Where a driver's samples go: one call for each block that was read together. */
@FunctionalInterface
public interface SampleSink {
  void accept(List<Sample> block);
}
