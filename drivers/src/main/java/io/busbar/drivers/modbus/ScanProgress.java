package io.busbar.drivers.modbus;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a scan goes.
 *
 * @param reason why it failed; null unless it did
 * @param asked units that were asked, each time that it was
 * @param total of how many, at most: who answers at once is not asked again
 * @param left at most so long to go
 * @param found in the order in which they answered
 * @param remarks what else was noticed, such as garbage on the line
 */
public record ScanProgress(
    State state,
    @Nullable String reason,
    int asked,
    int total,
    Duration left,
    List<ScanFound> found,
    List<String> remarks) {
  public ScanProgress {
    found = List.copyOf(found);
    remarks = List.copyOf(remarks);
  }

  /** Where it is in its life. */
  public enum State {
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
  }

  /** Whether it is over. */
  public boolean isOver() {
    return state != State.RUNNING;
  }
}
