package io.busbar.appliance.process;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A monotonic schedule on a thread of its own; one serves all sections. A task keeps to its own
 * grid: it does not drift, and after a stall it goes on with the next point of the grid instead of
 * making up for the missed ones.
 */
public final class Schedule implements AutoCloseable {
  private final ScheduledThreadPoolExecutor executor;
  private final Consumer<Throwable> defect;

  /** The schedule of the sections. */
  public Schedule(Consumer<Throwable> defect) {
    this("sections", defect);
  }

  /**
   * @param name of its thread
   * @param defect told of a task that threw; the task does not run again
   */
  public Schedule(String name, Consumer<Throwable> defect) {
    this.defect = defect;
    this.executor =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(name).daemon(true).factory());
    executor.setRemoveOnCancelPolicy(true);
  }

  /** Runs a task every so often, for the first time after one period. */
  public Task every(Duration period, Runnable work) {
    Task task = new Task(period.toNanos(), work);
    task.begin();
    return task;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  /**
   * The first point of a grid after now.
   *
   * @param start any point of the grid, on the monotonic clock
   */
  static long nextAfter(long start, long period, long now) {
    long passed = Math.floorDiv(now - start, period) + 1;
    return start + passed * period;
  }

  /** A task of the schedule. */
  public final class Task {
    private final long period;
    private final Runnable work;
    private final long start = System.nanoTime();
    private boolean cancelled;
    private @Nullable Future<?> pending;

    private Task(long period, Runnable work) {
      this.period = period;
      this.work = work;
    }

    /** Ends the task. When this returns it does not run any more. */
    public synchronized void cancel() {
      cancelled = true;
      if (pending != null) {
        pending.cancel(false);
      }
    }

    private synchronized void begin() {
      next(start);
    }

    private void next(long now) {
      pending =
          executor.schedule(this::run, nextAfter(start, period, now) - now, TimeUnit.NANOSECONDS);
    }

    private synchronized void run() {
      if (cancelled) {
        return;
      }
      try {
        work.run();
        next(System.nanoTime());
      } catch (RuntimeException | Error e) {
        if (!executor.isShutdown()) {
          defect.accept(e);
        }
      }
    }
  }
}
