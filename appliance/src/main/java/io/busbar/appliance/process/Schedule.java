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
  private final Clockwork clockwork;
  private final Consumer<Throwable> defect;

  /** What drives a schedule: a monotonic clock and a thread. */
  interface Clockwork {
    long nanos();

    /** Runs a work once after so many nanoseconds, on the schedule's thread. */
    Pending after(long delay, Runnable work);

    /** Whatever is pending does not run any more. */
    void stop();

    boolean isStopped();

    /** One work that waits for its time. */
    interface Pending {
      void cancel();
    }
  }

  /** The schedule of the sections. */
  public Schedule(Consumer<Throwable> defect) {
    this("sections", defect);
  }

  /**
   * @param name of its thread
   * @param defect told of a task or work that threw; it does not run again
   */
  public Schedule(String name, Consumer<Throwable> defect) {
    this(new Executor(name), defect);
  }

  Schedule(Clockwork clockwork, Consumer<Throwable> defect) {
    this.clockwork = clockwork;
    this.defect = defect;
  }

  /** Runs a task every so often, for the first time after one period. */
  public Task every(Duration period, Runnable work) {
    Task task = new Task(period.toNanos(), work);
    task.begin();
    return task;
  }

  /** Runs a work once, after some time. */
  public void once(Duration delay, Runnable work) {
    clockwork.after(
        delay.toNanos(),
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            tell(e);
          }
        });
  }

  private void tell(Throwable e) {
    if (!clockwork.isStopped()) {
      defect.accept(e);
    }
  }

  @Override
  public void close() {
    clockwork.stop();
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
    private final long start = clockwork.nanos();
    private boolean cancelled;
    private Clockwork.@Nullable Pending pending;

    private Task(long period, Runnable work) {
      this.period = period;
      this.work = work;
    }

    /** Ends the task. When this returns it does not run any more. */
    public synchronized void cancel() {
      cancelled = true;
      if (pending != null) {
        pending.cancel();
      }
    }

    private synchronized void begin() {
      next(start);
    }

    private void next(long now) {
      pending = clockwork.after(nextAfter(start, period, now) - now, this::run);
    }

    private synchronized void run() {
      if (cancelled) {
        return;
      }
      try {
        work.run();
        next(clockwork.nanos());
      } catch (RuntimeException | Error e) {
        tell(e);
      }
    }
  }

  /** The real clock and a real thread. */
  private static final class Executor implements Clockwork {
    private final ScheduledThreadPoolExecutor executor;

    Executor(String name) {
      this.executor =
          new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(name).daemon(true).factory());
      executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public Pending after(long delay, Runnable work) {
      Future<?> future = executor.schedule(work, delay, TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    }

    @Override
    public void stop() {
      executor.shutdownNow();
    }

    @Override
    public boolean isStopped() {
      return executor.isShutdown();
    }
  }
}
