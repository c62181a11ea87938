package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What other threads want done on a bus's line: writes, reads of any register, the probes of a
 * scan. Any thread posts; the bus's own thread does it between two polls, before the next one.
 * Every errand ends: done, failed, or with the bus.
 *
 * <p>Who has many errands may {@link #hold} the bus: then it polls nothing, and does no one else's
 * errands, until the hold is closed or forgotten.
 */
final class Errands {
  private static final int MOST_WAITING = 64;

  /** A hold without an errand for so long is forgotten: whoever took it may be dead. */
  static final Duration LEASE = Duration.ofSeconds(10);

  private final Pace pace;
  private final Executor callers;
  private final Object lock = new Object();
  private final ArrayDeque<Posted<?>> waiting = new ArrayDeque<>();
  private @Nullable Thread bus;
  private @Nullable Hold hold;

  /**
   * @param callers runs what callers hang on their futures, so that it cannot stop the bus
   */
  Errands(Pace pace, Executor callers) {
    this.pace = pace;
    this.callers = callers;
  }

  /** Posts an errand and comes back at once; the future fails with a {@link BusException}. */
  <T> CompletableFuture<T> post(Errand<T> errand) {
    return post(errand, null);
  }

  /**
   * Stops polling until the hold is closed, the bus ends or the holder is silent for {@link
   * #LEASE}.
   *
   * @param reason for the page, for example {@code paused by a scan}
   * @throws Unavailable the bus is not open, or held by somebody else
   */
  Hold hold(String reason) throws Unavailable {
    synchronized (lock) {
      Unavailable refusal = refusal(null);
      if (refusal != null) {
        throw refusal;
      }
      Hold taken = new Hold(reason, pace.now());
      hold = taken;
      return taken;
    }
  }

  /** Lets a bus that waits for its next poll look again. */
  void wake() {
    synchronized (lock) {
      LockSupport.unpark(bus);
    }
  }

  /** Why nothing is polled now; null when polls go on. */
  @Nullable String pause() {
    synchronized (lock) {
      return hold == null ? null : hold.reason;
    }
  }

  /** From now on errands are taken, and done by the present thread. */
  void open() {
    synchronized (lock) {
      bus = Thread.currentThread();
    }
  }

  /** From now on none is taken, and those that wait end with this reason, as does a hold. */
  void close(BusException reason) {
    List<Posted<?>> left;
    synchronized (lock) {
      bus = null;
      hold = null;
      left = new ArrayList<>(waiting);
      waiting.clear();
    }
    left.forEach(posted -> posted.fail(reason));
  }

  /**
   * Does what has been posted by now; what is posted meanwhile waits for the next poll to be over.
   */
  void run(ModbusMaster master) throws Unavailable, InterruptedException {
    List<Posted<?>> now;
    synchronized (lock) {
      now = new ArrayList<>(waiting);
    }
    for (Posted<?> posted : now) {
      posted.run(master);
      synchronized (lock) {
        waiting.remove(posted);
        if (hold != null && hold == posted.holder) {
          hold.usedAt = pace.now();
        }
      }
    }
  }

  /** Nanoseconds for which nothing may be polled unless an errand comes; none when not above 0. */
  long held() {
    synchronized (lock) {
      if (hold == null) {
        return 0;
      }
      if (!waiting.isEmpty()) {
        return 1;
      }
      long left = hold.usedAt + LEASE.toNanos() - pace.now();
      if (left <= 0) {
        hold = null;
      }
      return left;
    }
  }

  private <T> CompletableFuture<T> post(Errand<T> errand, @Nullable Hold holder) {
    Posted<T> posted = new Posted<>(errand, holder);
    synchronized (lock) {
      Unavailable refusal = refusal(holder);
      if (refusal != null) {
        return CompletableFuture.failedFuture(refusal);
      }
      waiting.add(posted);
      LockSupport.unpark(bus);
    }
    return posted.future;
  }

  private @Nullable Unavailable refusal(@Nullable Hold holder) {
    if (bus == null) {
      return closed();
    }
    if (hold != holder) {
      return hold == null
          ? new Unavailable("the bus polls again", "Begin anew")
          : new Unavailable("the bus is " + hold.reason, "Repeat it when the bus polls again");
    }
    return waiting.size() < MOST_WAITING
        ? null
        : new Unavailable("got " + MOST_WAITING + " errands that wait already", "Ask less often");
  }

  private static Unavailable closed() {
    return new Unavailable("the bus is not open", "See what the bus says of its port or host");
  }

  /** The right to be the only one who uses the line. */
  final class Hold implements Lender.Loan {
    private final String reason;
    private long usedAt;

    private Hold(String reason, long usedAt) {
      this.reason = reason;
      this.usedAt = usedAt;
    }

    @Override
    public <T> CompletableFuture<T> post(Errand<T> errand) {
      return Errands.this.post(errand, this);
    }

    /** Says that the holder is still there, though it has no errand for this line. */
    void renew() {
      synchronized (lock) {
        usedAt = pace.now();
      }
    }

    @Override
    public void close() {
      synchronized (lock) {
        if (hold == this) {
          hold = null;
          LockSupport.unpark(bus);
        }
      }
    }
  }

  private final class Posted<T> {
    private final Errand<T> errand;
    private final @Nullable Hold holder;
    private final CompletableFuture<T> future = new CompletableFuture<>();

    Posted(Errand<T> errand, @Nullable Hold holder) {
      this.errand = errand;
      this.holder = holder;
    }

    void run(ModbusMaster master) throws Unavailable, InterruptedException {
      if (future.isDone()) {
        return; // the caller cancelled it
      }
      try {
        T result = errand.run(master);
        future.completeAsync(() -> result, callers);
      } catch (Unavailable e) {
        fail(e);
        throw e;
      } catch (BusException | RuntimeException e) {
        fail(e);
      } catch (InterruptedException e) {
        fail(closed());
        throw e;
      }
    }

    private void fail(Exception reason) {
      callers.execute(() -> future.completeExceptionally(reason));
    }
  }
}
