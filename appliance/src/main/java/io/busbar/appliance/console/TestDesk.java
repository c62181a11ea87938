package io.busbar.appliance.console;

import io.busbar.appliance.cloud.ConnectionTest;
import io.busbar.web.CloudTrials.Started;
import io.busbar.web.CloudTrials.TestRun;
import io.busbar.web.Console.TestView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tests of connections: one at a time, on a thread of its own; the last one is remembered. */
final class TestDesk {
  private static final Logger LOG = LoggerFactory.getLogger(TestDesk.class);

  /** What carries a test out. */
  @FunctionalInterface
  interface Bench {
    /**
     * Runs a test to its end, for less than a minute.
     *
     * @param begun is given the test before it runs
     */
    List<ConnectionTest.Step> test(Consumer<ConnectionTest> begun) throws InterruptedException;
  }

  private @Nullable Run last;
  private int begun;

  /**
   * Begins a test and comes back at once.
   *
   * @param connector its name
   * @param done is told what it came to, unless it was cancelled
   */
  synchronized Started start(String connector, Bench bench, Consumer<TestView> done) {
    Run before = last;
    if (before != null && !before.end.isDone()) {
      return new Started.Busy(before.view());
    }
    begun++;
    Run run = new Run(begun, connector);
    last = run;
    Thread.ofVirtual().name("connection test").start(() -> run.run(bench, done));
    return new Started.Going(run.view(), run.end);
  }

  synchronized @Nullable TestRun read() {
    return last == null ? null : last.view();
  }

  synchronized @Nullable TestRun cancel() {
    if (last != null) {
      last.cancel();
    }
    return read();
  }

  /** One test, from its order to its end. */
  private static final class Run {
    private final int number;
    private final String connector;
    private final CompletableFuture<TestRun> end = new CompletableFuture<>();
    private volatile @Nullable ConnectionTest test;
    private volatile boolean cancelled;

    Run(int number, String connector) {
      this.number = number;
      this.connector = connector;
    }

    void run(Bench bench, Consumer<TestView> done) {
      try {
        TestView found = ApplianceConsole.view(bench.test(this::begin));
        if (!cancelled) {
          done.accept(found);
        }
        end.complete(new TestRun(number, connector, cancelled ? "cancelled" : "done", found));
      } catch (InterruptedException e) {
        // Nobody interrupts it: it is ended by cancel alone.
        Thread.currentThread().interrupt();
        end.completeExceptionally(e);
      } catch (RuntimeException e) {
        LOG.error("{}: the test of the connection ended by a defect", connector, e);
        end.completeExceptionally(e);
      }
    }

    private void begin(ConnectionTest own) {
      test = own;
      if (cancelled) {
        own.cancel();
      }
    }

    void cancel() {
      cancelled = !end.isDone();
      ConnectionTest own = test;
      if (own != null) {
        own.cancel();
      }
    }

    TestRun view() {
      if (end.state() == CompletableFuture.State.SUCCESS) {
        return end.resultNow();
      }
      ConnectionTest own = test;
      TestView soFar =
          own == null ? new TestView(false, List.of()) : ApplianceConsole.view(own.soFar());
      return new TestRun(number, connector, end.isDone() ? "failed" : "running", soFar);
    }
  }
}
