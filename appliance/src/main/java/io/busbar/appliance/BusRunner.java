package io.busbar.appliance;

import io.busbar.drivers.Backoff;
import io.busbar.drivers.BusException;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one bus on its own thread and opens it again, with growing pauses, when it dies. */
final class BusRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BusRunner.class);
  private static final Backoff REOPEN =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 0.25);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Driver driver;
  private final SampleSink sink;
  private final Thread thread;
  private volatile State state = new State("starting", null);
  private int failures;

  /**
   * How the bus is.
   *
   * @param word {@code starting}, {@code running} or {@code down}
   * @param reason why it is down or still starting, and what to do; null when there is nothing to
   *     say
   */
  record State(String word, @Nullable String reason) {}

  private BusRunner(Driver driver, SampleSink sink) {
    this.driver = driver;
    this.sink = sink;
    this.thread =
        Thread.ofPlatform().name("bus " + driver.name()).daemon(true).unstarted(this::run);
  }

  static BusRunner start(Driver driver, SampleSink sink) {
    BusRunner runner = new BusRunner(driver, sink);
    runner.thread.start();
    return runner;
  }

  Driver driver() {
    return driver;
  }

  State state() {
    return state;
  }

  /** Ends the bus and waits until its port is free. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      if (!thread.join(PATIENCE)) {
        LOG.warn(
            "bus {}: still busy after {} s, its port may not be free",
            driver.name(),
            PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        attempt();
        Thread.sleep(REOPEN.after(failures, ThreadLocalRandom.current()));
      }
    } catch (InterruptedException e) {
      LOG.debug("bus {}: ended", driver.name(), e);
    }
  }

  private void attempt() throws InterruptedException {
    try {
      driver.run(this::accept);
    } catch (BusException e) {
      down(e.advice(), e);
    } catch (RuntimeException e) {
      LOG.error("bus {}: a defect in its driver; it is started again", driver.name(), e);
      down("a defect in the driver: " + e, null);
    }
  }

  private void down(String reason, @Nullable BusException cause) {
    failures++;
    if (cause != null && !reason.equals(state.reason())) {
      LOG.warn("bus {}: {}", driver.name(), reason);
    }
    state = new State("down", reason);
  }

  private void accept(List<Sample> block) {
    if (failures > 0 || !state.word().equals("running")) {
      works(block);
    }
    sink.accept(block);
  }

  /**
   * One value from the wire is proof that the port works; what the bus itself says is none. Until
   * there is one, the page shows what the devices fail with.
   */
  private void works(List<Sample> block) {
    boolean value =
        block.stream().anyMatch(sample -> sample.value() != null && !sample.point().isHealth());
    if (value) {
      LOG.info("bus {}: running", driver.name());
      failures = 0;
      state = new State("running", null);
    } else if (state.word().equals("starting")) {
      block.stream()
          .map(Sample::reason)
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(reason -> state = new State("starting", reason));
    }
  }
}
