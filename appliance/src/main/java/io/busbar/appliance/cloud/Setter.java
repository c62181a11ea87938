package io.busbar.appliance.cloud;

import io.busbar.appliance.process.SetOutcome;
import java.time.Duration;

/** Sets a variable of the process tree for a cloud, and waits until its device has the value. */
@FunctionalInterface
public interface Setter {
  /**
   * Sets a variable.
   *
   * @param value a Boolean, Long, Double or String
   * @param atMost longest wait; a write that takes longer goes on without the caller
   */
  SetOutcome set(String path, Object value, Duration atMost) throws InterruptedException;
}
