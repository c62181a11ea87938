package io.busbar.drivers.dash7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException;
import java.io.BufferedReader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final Path RECORDING = Path.of("src/test/resources/dash7/recordings");

  private final List<String> lines = new ArrayList<>();
  private long nanos;
  private final Probe probe = new Probe(lines::add, () -> Instant.EPOCH, () -> nanos += 1_000_000);

  @Test
  void aRecordingTellsWhoTheModemWasAndWhatItHeard() throws Exception {
    Probe.Found found;
    try (BufferedReader file = Files.newBufferedReader(RECORDING.resolve("energy-node.txt"))) {
      found = probe.replay(file);
    }
    assertEquals("323636300039004C", found.uid());
    assertEquals("gatewa 73f0c73 (D7AP 1.1, file system 0.2)", found.version());
    assertEquals(4, found.frames());
    assertEquals(5, found.noiseBytes());
    assertEquals(
        List.of("41303039002F002A", "323636300039004C"),
        found.nodes().stream().map(node -> node.uid()).toList());
    assertTrue(lines.get(1).startsWith("return file data 34 offset 0 = 5D 02"), lines::toString);
    assertEquals("rebooted: reset pin", lines.getLast());
  }

  @Test
  void listensToAModemForAWhileAndRecordsIt() throws Exception {
    ScriptedPort port =
        new ScriptedPort().then(() -> {}).answersProbe().receives(Vector.number(27).bytes());
    for (int i = 0; i < 100; i++) {
      port.then(() -> nanos += 100_000_000);
    }
    StringWriter written = new StringWriter();
    Probe.Found found =
        probe.listen(
            Recording.record(port, written, () -> nanos), "/dev/ttyACM0", Duration.ofSeconds(3));
    assertEquals("323636300039004C", found.uid());
    assertEquals(2, found.frames());
    Probe again = new Probe(_ -> {}, () -> Instant.EPOCH, () -> nanos);
    assertEquals(found, again.replay(new BufferedReader(new StringReader(written.toString()))));
  }

  @Test
  void saysWhenNoModemAnswers() {
    ScriptedPort port = new ScriptedPort();
    for (int i = 0; i < 300; i++) {
      port.then(() -> nanos += 100_000_000);
    }
    BusException.NoAnswer end =
        assertThrows(
            BusException.NoAnswer.class,
            () -> probe.listen(port, "/dev/ttyACM0", Duration.ofSeconds(1)));
    assertTrue(end.advice().contains("/dev/ttyACM0"), end.advice());
  }

  @Test
  void refusesAFileThatIsNoRecording() {
    BusException.Unavailable end =
        assertThrows(
            BusException.Unavailable.class,
            () -> probe.replay(new BufferedReader(new StringReader("12 < C0 0x"))));
    assertTrue(end.advice().contains("Want lines such as"), end.advice());
  }
}
