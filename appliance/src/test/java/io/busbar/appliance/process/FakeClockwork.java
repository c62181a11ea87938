package io.busbar.appliance.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Time that passes when a test says so. It begins near the end of the monotonic clock's range. */
final class FakeClockwork implements Schedule.Clockwork {
  private final List<Due> waiting = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1_000_000_000L;
  private boolean stopped;

  private record Due(long at, Runnable work) {}

  /** Lets time pass; each work runs at its time. */
  void pass(Duration time) {
    long until = now + time.toNanos();
    for (Optional<Due> next = next(until); next.isPresent(); next = next(until)) {
      now = next.get().at();
      run(next.get());
    }
    now = until;
  }

  /** Lets time pass while the thread is kept from running; then it runs what is due by then. */
  void stall(Duration time) {
    now += time.toNanos();
    List<Due> late = waiting.stream().filter(due -> due.at() - now <= 0).toList();
    late.forEach(this::run);
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Pending after(long delay, Runnable work) {
    Due due = new Due(now + delay, work);
    waiting.add(due);
    return () -> waiting.remove(due);
  }

  @Override
  public void stop() {
    stopped = true;
    waiting.clear();
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  private Optional<Due> next(long until) {
    return waiting.stream()
        .filter(due -> due.at() - until <= 0)
        .min(Comparator.comparingLong(due -> due.at() - now));
  }

  private void run(Due due) {
    waiting.remove(due);
    due.work().run();
  }
}
