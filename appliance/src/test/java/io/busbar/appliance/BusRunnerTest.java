package io.busbar.appliance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BusRunnerTest {
  private static final DataPoint POINT = new DataPoint("D", "x", ValueType.INT, "", "");

  @Test
  void opensABusAgainUntilItWorksAndSaysWhyItDidNot() {
    AtomicInteger runs = new AtomicInteger();
    Driver driver =
        driver(sink -> {
          if (runs.incrementAndGet() == 1) {
            sink.accept(List.of(Sample.failed(POINT, Quality.UNCERTAIN, Instant.EPOCH, "absent")));
            throw new BusException.Unavailable("got no port", "Plug it in");
          }
          sink.accept(List.of(Sample.good(POINT, new Value.Int(1), Instant.EPOCH)));
          Thread.sleep(Duration.ofMinutes(1));
        });
    try (BusRunner runner = BusRunner.start(driver, block -> assertEquals(1, block.size()))) {
      await().until(() -> "got no port. Plug it in".equals(runner.state().reason()));
      assertEquals("down", runner.state().word());
      await().until(() -> runner.state().word().equals("running"));
    }
  }

  @Test
  void aBusWithoutAnyValueSaysWhatItsDevicesFailWith() {
    DataPoint state = new DataPoint("D", DataPoint.DEVICE_STATE, ValueType.INT, "", "");
    Driver driver =
        driver(sink -> {
          sink.accept(
              List.of(
                  Sample.good(state, new Value.Int(1), Instant.EPOCH),
                  Sample.failed(POINT, Quality.BAD, Instant.EPOCH, "no such file")));
          Thread.sleep(Duration.ofMinutes(1));
        });
    try (BusRunner runner = BusRunner.start(driver, block -> assertEquals(2, block.size()))) {
      await().until(() -> "no such file".equals(runner.state().reason()));
      assertEquals("starting", runner.state().word());
    }
  }

  @Test
  void whatABusSaysOfADeviceIsNoProofThatItsPortWorks() {
    DataPoint state = new DataPoint("D", DataPoint.DEVICE_STATE, ValueType.INT, "", "");
    AtomicInteger runs = new AtomicInteger();
    Driver driver =
        driver(sink -> {
          runs.incrementAndGet();
          sink.accept(List.of(Sample.good(state, new Value.Int(0), Instant.EPOCH)));
          throw new BusException.Unavailable("got no port", "Plug it in");
        });
    List<String> words = new CopyOnWriteArrayList<>();
    AtomicReference<@Nullable BusRunner> runner = new AtomicReference<>();
    try (BusRunner started = BusRunner.start(driver, block -> note(runner.get(), words))) {
      runner.set(started);
      await().until(() -> runs.get() >= 3);
      assertFalse(words.contains("running"), words::toString);
    }
  }

  private static void note(@Nullable BusRunner runner, List<String> words) {
    if (runner != null) {
      words.add(runner.state().word());
    }
  }

  @Test
  void aBusWhoseDevicesNeverAnswerSaysWhy() {
    Driver driver =
        driver(sink -> {
          sink.accept(
              List.of(Sample.failed(POINT, Quality.UNCERTAIN, Instant.EPOCH, "unit 1 is silent")));
          Thread.sleep(Duration.ofMinutes(1));
        });
    try (BusRunner runner = BusRunner.start(driver, block -> {})) {
      await().until(() -> "unit 1 is silent".equals(runner.state().reason()));
      assertEquals("starting", runner.state().word());
    }
  }

  @Test
  void aDefectOfADriverStopsNothingElse() {
    AtomicInteger runs = new AtomicInteger();
    Driver driver =
        driver(sink -> {
          runs.incrementAndGet();
          throw new IllegalStateException("a defect");
        });
    try (BusRunner runner = BusRunner.start(driver, block -> {})) {
      await().until(() -> runs.get() >= 2);
      assertEquals("down", runner.state().word());
      assertTrue(String.valueOf(runner.state().reason()).contains("a defect"));
    }
  }

  @FunctionalInterface
  private interface Run {
    void run(SampleSink sink) throws BusException, InterruptedException;
  }

  private static Driver driver(Run run) {
    return new Driver() {
      @Override
      public String name() {
        return "Lan";
      }

      @Override
      public List<Device> devices() {
        return List.of(new Device("D", List.of(POINT)));
      }

      @Override
      public void run(SampleSink sink) throws BusException, InterruptedException {
        run.run(sink);
      }
    };
  }
}
