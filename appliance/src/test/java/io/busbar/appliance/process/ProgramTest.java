package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.busbar.drivers.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private final ProcessTree tree = new ProcessTree(System::nanoTime);
  private final List<Boolean> told = new ArrayList<>();

  @Test
  void runsFromTheStartAndStopsAndRunsWhenItIsSet() throws InterruptedException {
    Instant now = Instant.parse("2026-11-21T10:00:00Z");
    assertNotNull(new Program(tree, InstantSource.fixed(now), told::add));
    String path = "/Process/Program/Mode";
    assertEquals(new Value.Text("Run"), mode());
    assertEquals(
        new SetOutcome.Done(path, new Value.Text("Stop"), ""), tree.set(path, "Stop", SOON));
    assertEquals(new Value.Text("Stop"), mode());
    assertEquals(new SetOutcome.Done(path, new Value.Text("Run"), ""), tree.set(path, "Run", SOON));
    assertEquals(List.of(false, true), told);
    assertEquals(
        new SetOutcome.Misfit("got Pause, want Run or Stop"), tree.set(path, "Pause", SOON));
    assertEquals(new Value.Text("Run"), mode());
  }

  private @Nullable Value mode() {
    List<ProcessTree.Snapshot> found = tree.under("/Process/Program");
    assertNotNull(found);
    return found.getFirst().latest().value();
  }
}
