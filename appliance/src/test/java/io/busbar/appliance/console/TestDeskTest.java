package io.busbar.appliance.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.cloud.ConnectionTest.Result;
import io.busbar.appliance.cloud.ConnectionTest.Stage;
import io.busbar.appliance.cloud.ConnectionTest.Step;
import io.busbar.web.CloudTrials.Started;
import io.busbar.web.CloudTrials.TestRun;
import io.busbar.web.Console.TestView;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TestDeskTest {
  private static final List<Step> GOOD = List.of(new Step(Stage.ACCEPTED, Result.PASSED, "", 0));

  private final TestDesk desk = new TestDesk();
  private final List<TestView> told = new CopyOnWriteArrayList<>();

  @Test
  void oneRunsAtATimeAndTheLastOneIsRemembered() throws Exception {
    assertNull(desk.read());
    assertNull(desk.cancel());
    CompletableFuture<List<Step>> first = new CompletableFuture<>();
    CompletableFuture<TestRun> end = begin("First", first);
    assertEquals("running", read().state());
    Started.Busy busy =
        assertInstanceOf(Started.Busy.class, desk.start("Second", _ -> GOOD, told::add));
    assertEquals("First", busy.now().connector());
    first.complete(GOOD);
    assertTrue(end.get(20, TimeUnit.SECONDS).test().accepted());
    assertEquals("done", read().state());
    assertEquals(1, told.size());
    begin("Second", CompletableFuture.completedFuture(GOOD)).get(20, TimeUnit.SECONDS);
    assertEquals(2, read().number());
    assertEquals("Second", read().connector());
  }

  @Test
  void whatIsCancelledIsNoResult() throws Exception {
    CompletableFuture<List<Step>> running = new CompletableFuture<>();
    CompletableFuture<TestRun> end = begin("Cloud", running);
    desk.cancel();
    running.complete(GOOD);
    assertEquals("cancelled", end.get(20, TimeUnit.SECONDS).state());
    assertEquals(List.of(), told);
    assertEquals("cancelled", Objects.requireNonNull(desk.cancel()).state());
  }

  @Test
  void aDefectEndsATestAndLetsTheNextOneBegin() throws Exception {
    CompletableFuture<List<Step>> running = new CompletableFuture<>();
    CompletableFuture<TestRun> end = begin("Cloud", running);
    running.completeExceptionally(new IllegalStateException("a defect"));
    assertThrows(ExecutionException.class, () -> end.get(20, TimeUnit.SECONDS));
    assertEquals("failed", read().state());
    begin("Cloud", CompletableFuture.completedFuture(GOOD)).get(20, TimeUnit.SECONDS);
    assertEquals("done", read().state());
  }

  private CompletableFuture<TestRun> begin(String connector, CompletableFuture<List<Step>> steps) {
    return assertInstanceOf(
            Started.Going.class, desk.start(connector, _ -> steps.join(), told::add))
        .end();
  }

  private TestRun read() {
    return Objects.requireNonNull(desk.read());
  }
}
