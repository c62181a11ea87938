package io.busbar.hwtest.io;

import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.Writable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One of the appliance's own drivers, run as the appliance runs it. */
final class RunningBus implements AutoCloseable {
  private static final long MOST_SECONDS = 60;

  private final Driver driver;
  private final Map<String, Sample> last = new ConcurrentHashMap<>();
  private final Map<String, Integer> changes = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile @Nullable String end;

  RunningBus(Driver driver) {
    this.driver = driver;
    this.thread = Thread.ofPlatform().name("bus " + driver.name()).start(this::run);
  }

  private void run() {
    try {
      driver.run(this::accept);
    } catch (BusException e) {
      end = e.advice();
    } catch (InterruptedException e) {
      end = "stopped";
    }
  }

  private void accept(List<Sample> block) {
    for (Sample sample : block) {
      String path = sample.point().device() + "/" + sample.point().name();
      Sample before = last.put(path, sample);
      if (before != null
          && before.value() != null
          && sample.value() != null
          && !before.value().equals(sample.value())) {
        changes.merge(path, 1, Integer::sum);
      }
    }
  }

  /** How often the value has changed. */
  int changes(String path) {
    return changes.getOrDefault(path, 0);
  }

  /** Waits for a sample. */
  Sample await(String path, Predicate<Sample> wanted) throws SmokeException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (System.nanoTime() - until < 0) {
      Sample sample = last.get(path);
      if (sample != null && wanted.test(sample)) {
        return sample;
      }
      if (end != null) {
        throw new SmokeException(driver.name() + " ended: " + end);
      }
      Thread.sleep(1);
    }
    throw new SmokeException("got " + last.get(path) + " of " + path + ", want another");
  }

  /** Waits until a variable has this value. */
  void awaitValue(String path, Value value) throws SmokeException, InterruptedException {
    await(path, sample -> value.equals(sample.value()));
  }

  /** Sets a variable and waits until its device has it. */
  void set(String path, Value value) throws SmokeException, InterruptedException {
    DataPoint point =
        driver.devices().stream()
            .flatMap(device -> device.points().stream())
            .filter(each -> path.equals(each.device() + "/" + each.name()))
            .findFirst()
            .orElseThrow(() -> new SmokeException("no point " + path));
    try {
      ((Writable) driver).write(point, value).get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new SmokeException("cannot set " + path + ": " + e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
