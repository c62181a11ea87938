package io.busbar.drivers.modbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a scan notes how it goes, and where others look; any thread may do either. */
final class ScanBoard {
  private static final int MOST_REMARKS = 20;

  private final List<ScanFound> found = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private int asked;
  private int total;
  private long leftNanos;
  private ScanProgress.State state = ScanProgress.State.RUNNING;
  private @Nullable String reason;

  synchronized ScanProgress progress() {
    Duration left = Duration.ofNanos(state == ScanProgress.State.RUNNING ? leftNanos : 0);
    return new ScanProgress(state, reason, asked, total, left, found, remarks);
  }

  /** There is so much to ask, which takes at most so long. */
  synchronized void plan(int questions, long nanos) {
    total += questions;
    leftNanos += nanos;
  }

  /** One unit was asked, or need not be. */
  synchronized void done(boolean wasAsked, long nanos) {
    asked += wasAsked ? 1 : 0;
    total = Math.max(total - (wasAsked ? 0 : 1), asked);
    leftNanos = Math.max(leftNanos - nanos, 0);
  }

  synchronized void found(ScanFound unit) {
    found.add(unit);
  }

  synchronized void remark(String text) {
    if (remarks.size() < MOST_REMARKS && !remarks.contains(text)) {
      remarks.add(text);
    }
  }

  synchronized void end(ScanProgress.State how, @Nullable String why) {
    if (state == ScanProgress.State.RUNNING) {
      state = how;
      reason = why;
    }
  }
}
