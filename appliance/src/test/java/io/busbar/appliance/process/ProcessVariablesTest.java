package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessVariablesTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(77);
  @TempDir Path folder;
  private Path file;
  private ProcessTree tree;
  private VariableFile kept;
  private ProcessVariables variables;

  @BeforeEach
  void start() {
    file = folder.resolve("variables.json");
    tree = new ProcessTree(nanos::get);
    kept = new VariableFile(file, nanos::get);
    variables = new ProcessVariables(tree, InstantSource.fixed(T0), kept, sums());
  }

  @Test
  void beginWithTheirValueAndAreSetThroughTheTree() throws Exception {
    variables.define(
        List.of(variable("Test", "int", 5, false), variable("Note", "text", null, false)));
    assertEquals(new Value.Int(5), held("Test"));
    assertEquals(new Value.Text(""), held("Note"));
    assertEquals(new SetOutcome.Done("/Process/PV/Test", new Value.Int(10), ""), set("Test", 10L));
    assertEquals(new Value.Int(10), held("Test"));
    assertEquals(
        new SetOutcome.Misfit("got the text \"x\", want a whole number"), set("Test", "x"));
  }

  @Test
  void refuseWhatIsOutOfTheirLimitsAndWhatIsNoText() throws Exception {
    variables.define(
        List.of(
            new VariableSettings("Level", "real", 20, "°C", true, false, 5.0, 30.5),
            variable("Note", "text", "a", false),
            new VariableSettings("Fixed", "bool", true, null, false, false, null, null)));
    assertEquals(new SetOutcome.Misfit("got 31.0, want 5 to 30.5"), set("Level", 31L));
    assertEquals(new Value.Real(20), held("Level"));
    assertEquals(
        new SetOutcome.Misfit(
            "got a text of 3 characters, want at most 256 and no control characters"),
        set("Note", "a\nb"));
    assertEquals(new SetOutcome.ReadOnly("/Process/PV/Fixed"), set("Fixed", false));
  }

  @Test
  void theTreeKeepsWhatWasSetWhenTheConfigurationChanges() throws Exception {
    variables.define(
        List.of(variable("Test", "int", 5, false), variable("Other", "int", 1, false)));
    set("Test", 10L);
    variables.define(
        List.of(
            new VariableSettings("Test", "int", 6, "Wh", true, false, 0.0, 100.0),
            variable("Other", "int", 2, false)));
    assertEquals(new Value.Int(10), held("Test"));
    assertEquals(new Value.Int(2), held("Other"), "never set: the configuration's new value");
    variables.define(List.of(new VariableSettings("Test", "int", 6, null, true, false, 0.0, 9.0)));
    assertEquals(new Value.Int(6), held("Test"), "what was set is out of the new limits");
    assertNull(tree.under("/Process/PV/Other"));
  }

  @Test
  void persistentOnesKeepValueAndTimeThroughARestart() throws Exception {
    List<VariableSettings> settings =
        List.of(
            variable("Count", "int", 0, true),
            variable("Ratio", "real", 0.5, true),
            variable("On", "bool", false, true),
            variable("Note", "text", null, true),
            variable("Never", "int", 3, true),
            variable("Passing", "int", 0, false));
    variables.define(settings);
    set("Count", 9_007_199_254_740_993L);
    set("Ratio", 0.1);
    set("On", true);
    set("Note", "Käse \"2\"");
    set("Passing", 4L);
    kept.write();
    nanos.set(5);
    start();
    variables.define(settings);
    assertEquals(new Value.Int(9_007_199_254_740_993L), held("Count"));
    assertEquals(new Value.Real(0.1), held("Ratio"));
    assertEquals(new Value.Bool(true), held("On"));
    assertEquals(new Value.Text("Käse \"2\""), held("Note"));
    assertEquals(new Value.Int(3), held("Never"));
    assertEquals(new Value.Int(0), held("Passing"));
    assertEquals(T0, latest("Count").time());
  }

  @Test
  void whatIsKeptAndDoesNotFitAnyMoreBeginsAnew() throws Exception {
    variables.define(List.of(variable("A", "int", 1, true), variable("B", "int", 1, true)));
    set("A", 50L);
    set("B", 50L);
    kept.write();
    start();
    variables.define(
        List.of(
            new VariableSettings("A", "int", 1, null, true, true, 0.0, 10.0),
            variable("B", "bool", true, true)));
    assertEquals(new Value.Int(1), held("A"));
    assertEquals(new Value.Bool(true), held("B"));
  }

  @Test
  void aTornFileIsNoReasonNotToStart() throws IOException {
    Files.writeString(file, "{\"A\": {\"val");
    start();
    variables.define(List.of(variable("A", "int", 1, true)));
    assertEquals(new Value.Int(1), held("A"));
  }

  @Test
  void aVariableThatIsSetAllTheTimeCostsABoundedNumberOfWrites() throws Exception {
    variables.define(List.of(variable("A", "int", 0, true)));
    long writes = 0;
    Object before = "none";
    for (long second = 0; second < 86_400; second += 5) {
      set("A", second + 1);
      nanos.addAndGet(5 * SECOND);
      kept.write();
      Object now = Files.exists(file) ? Files.readString(file) : "none";
      writes += now.equals(before) ? 0 : 1;
      before = now;
    }
    assertTrue(writes > 1400 && writes <= 1540, "got " + writes);
  }

  @Test
  void aChangeIsOnDiskAfterFiveSecondsAndNotBeforeThem() throws Exception {
    variables.define(List.of(variable("A", "int", 0, true)));
    set("A", 1L);
    kept.write();
    set("A", 2L);
    nanos.addAndGet(4 * SECOND);
    kept.write();
    assertFalse(Files.readString(file).contains("2,"));
    nanos.addAndGet(SECOND);
    kept.write();
    assertTrue(Files.readString(file).contains("\"value\":2"));
  }

  @Test
  void aDiskThatRefusesIsAnAlarmUntilItTakesTheFile() throws Exception {
    Files.createDirectory(folder.resolve("variables.json.new"));
    Files.createFile(folder.resolve("variables.json.new/x"));
    variables.define(List.of(variable("A", "int", 0, true)));
    set("A", 1L);
    kept.write();
    assertNotNull(kept.alarm());
    Files.delete(folder.resolve("variables.json.new/x"));
    nanos.addAndGet(5 * SECOND);
    kept.write();
    assertNull(kept.alarm());
    assertTrue(Files.exists(file));
  }

  private SetOutcome set(String name, Object value) throws InterruptedException {
    return tree.set("/Process/PV/" + name, value, Duration.ofSeconds(1));
  }

  private Latest latest(String name) {
    List<ProcessTree.Snapshot> found = tree.under("/Process/PV/" + name);
    assertNotNull(found);
    return found.getFirst().latest();
  }

  private @Nullable Value held(String name) {
    return latest(name).value();
  }

  private Sums sums() {
    return new Sums(tree, VariableFile.ofSums(folder.resolve("sums.json"), nanos::get));
  }

  private static VariableSettings variable(
      String name, String type, @Nullable Object value, boolean persistent) {
    return new VariableSettings(name, type, value, null, true, persistent, null, null);
  }
}
