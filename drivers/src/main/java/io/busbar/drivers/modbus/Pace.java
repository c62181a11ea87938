package io.busbar.drivers.modbus;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The bus thread's own time: monotonic, and the only place where it waits. */
interface Pace {
  /** Nanoseconds since some moment; only differences mean anything. */
  long now();

  void sleep(long nanos) throws InterruptedException;

  /** Waits at most so long: shorter when somebody unparks the thread, or for no reason at all. */
  void rest(long nanos) throws InterruptedException;

  /** The machine's own. */
  static Pace monotonic() {
    return new Pace() {
      @Override
      public long now() {
        return System.nanoTime();
      }

      @Override
      public void sleep(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos);
      }

      @Override
      public void rest(long nanos) throws InterruptedException {
        LockSupport.parkNanos(this, nanos);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    };
  }
}
