package io.busbar.appliance.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.logbook.LogRange;
import io.busbar.appliance.logbook.LogRecord;
import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.web.Caller;
import io.busbar.web.Console;
import io.busbar.web.Console.Values.Written;
import io.busbar.web.Needs;
import io.busbar.web.NotAllowed;
import io.busbar.web.Open;
import io.busbar.web.Role;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The appliance holds its roles whatever the web lets through. */
class GuardedTest {
  @TempDir private Path folder = Path.of("");
  private final List<String> done = new ArrayList<>();
  private Logbook logbook;
  private Console.Values values;

  @BeforeEach
  void guard() {
    ProcessTree tree = new ProcessTree(() -> 0);
    logbook = new Logbook(folder, () -> Instant.EPOCH, () -> true, () -> 0, tree);
    values = new Guarded(new Audit(logbook)).of(Console.Values.class, new Recorder());
  }

  @Test
  void everyCallOfTheWebSaysWhoMayMakeIt() {
    int calls = 0;
    for (RecordComponent part : Console.class.getRecordComponents()) {
      for (Method call : part.getType().getMethods()) {
        boolean needs = call.getAnnotation(Needs.class) != null;
        assertTrue(needs != (call.getAnnotation(Open.class) != null), call.toString());
        calls++;
      }
    }
    assertTrue(calls > 30, "got " + calls);
    Guarded guarded = new Guarded(new Audit(logbook));
    assertThrows(IllegalStateException.class, () -> guarded.of(Runnable.class, () -> {}));
  }

  @Test
  void whoHasNotTheRoleIsRefusedAndNothingIsDone() {
    assertThrows(NotAllowed.class, () -> values.set("/a", 1L));
    assertThrows(NotAllowed.class, () -> as(null, () -> values.version()));
    assertThrows(NotAllowed.class, () -> as(Role.VIEWER, () -> values.set("/a", 1L)));
    assertEquals(List.of(), done);
  }

  @Test
  void whoHasTheRoleIsLetThroughAndWrittenDownOnce() throws Exception {
    as(Role.INSTALLER, () -> values.set("/a", 1L));
    as(Role.VIEWER, () -> values.version());
    assertEquals(List.of("/a"), done);
    assertEquals(
        List.of(
            Map.of(
                "who", "ines",
                "from", "10.0.0.9",
                "what", "write",
                "detail", "/a 1",
                "result", "done")),
        Objects.requireNonNull(logbook.read(Logbook.AUDIT, LogRange.last(10))).stream()
            .map(LogRecord::fields)
            .toList());
  }

  private static void as(@Nullable Role role, Caller.Work work) throws Exception {
    new Caller("ines", role, new Caller.Proof.Session("x"), Locale.ENGLISH, "10.0.0.9").run(work);
  }

  private final class Recorder implements Console.Values {
    @Override
    public List<Console.ValueView> under(String path) {
      return List.of();
    }

    @Override
    public Watch watch(String path) {
      return () -> {};
    }

    @Override
    public long version() {
      return 7;
    }

    @Override
    public Written set(String path, Object value) {
      assertNotNull(value);
      done.add(path);
      return new Written.Done(path, value, "");
    }
  }
}
