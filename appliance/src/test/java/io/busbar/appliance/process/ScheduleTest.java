package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  @ParameterizedTest(name = "grid from {0} every {1}, at {2}: next at {3}")
  @CsvSource({
    "0, 10, 0, 10",
    "0, 10, 9, 10",
    "0, 10, 10, 20",
    "3, 10, 12, 13",
    "0, 10, 1000004, 1000010", // After a stall one run, not a hundred thousand.
    "-5, 10, -5, 5" // The monotonic clock may be negative.
  })
  void keepsToItsGrid(long start, long period, long now, long next) {
    assertEquals(next, Schedule.nextAfter(start, period, now));
  }

  @Test
  void keepsToItsGridWhenTheMonotonicClockWraps() {
    long start = Long.MAX_VALUE - 3;
    assertEquals(start + 20, Schedule.nextAfter(start, 10, start + 10));
  }

  @Test
  void runsAgainAndAgainUntilCancelled() throws InterruptedException {
    CompletableFuture<Throwable> defect = new CompletableFuture<>();
    try (Schedule schedule = new Schedule(defect::complete)) {
      CountDownLatch runs = new CountDownLatch(3);
      Schedule.Task task = schedule.every(Duration.ofMillis(5), runs::countDown);
      assertTrue(runs.await(30, TimeUnit.SECONDS));
      task.cancel();
    }
    assertEquals(false, defect.isDone());
  }

  @Test
  void runsAWorkOnceAfterItsTimeAndTellsWhenItThrows() {
    FakeClockwork clockwork = new FakeClockwork();
    List<Throwable> defects = new ArrayList<>();
    List<String> runs = new ArrayList<>();
    Schedule schedule = new Schedule(clockwork, defects::add);
    schedule.once(Duration.ofSeconds(2), () -> runs.add("run"));
    schedule.once(
        Duration.ofSeconds(3),
        () -> {
          throw new IllegalStateException("a defect");
        });
    clockwork.pass(Duration.ofMillis(1999));
    assertEquals(List.of(), runs);
    clockwork.pass(Duration.ofSeconds(10));
    assertEquals(List.of("run"), runs);
    assertEquals(1, defects.size());
  }

  @Test
  void tellsOfATaskThatThrows() throws Exception {
    CompletableFuture<Throwable> defect = new CompletableFuture<>();
    try (Schedule schedule = new Schedule(defect::complete)) {
      schedule.every(
          Duration.ofMillis(1),
          () -> {
            throw new IllegalStateException("a defect");
          });
      assertEquals("a defect", defect.get(30, TimeUnit.SECONDS).getMessage());
    }
  }
}
