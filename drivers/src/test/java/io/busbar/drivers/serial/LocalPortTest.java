package io.busbar.drivers.serial;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

final class LocalPortTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Path SOCAT = Path.of("/usr/bin/socat");

  @TempDir Path folder;
  private final List<Process> wires = new ArrayList<>();

  static boolean socatIsThere() {
    return Files.isExecutable(SOCAT);
  }

  @AfterEach
  void unplug() throws InterruptedException {
    for (Process wire : wires) {
      // It removes its links at its end; the folder goes after that.
      wire.destroy();
      wire.waitFor();
    }
  }

  /** Two ends of a wire. */
  private void wire(String a, String b) throws Exception {
    wires.add(
        new ProcessBuilder(
                SOCAT.toString(),
                "pty,raw,echo=0,link=" + folder.resolve(a),
                "pty,raw,echo=0,link=" + folder.resolve(b))
            .inheritIO()
            .start());
    await()
        .atMost(LONG)
        .until(() -> Files.exists(folder.resolve(a)) && Files.exists(folder.resolve(b)));
  }

  private SerialPort open(String name) throws Unavailable {
    return SerialPort.open(
        new SerialSettings(folder.resolve(name).toString(), 9600, 8, Parity.NONE, 1));
  }

  @Test
  void namesThePortThatIsNotThere() {
    Unavailable absent = assertThrows(Unavailable.class, () -> open("ttyUSB9"));
    assertEquals(folder.resolve("ttyUSB9") + " is not there", absent.getMessage());
    assertTrue(
        absent.hint().startsWith("Check the plug and the name in the configuration: "),
        absent.hint());
  }

  @Test
  void namesTheGroupThatMayUseThePort() throws Exception {
    Path device = Files.createFile(folder.resolve("tty"));
    String group = Files.getAttribute(device, "posix:group").toString();
    Unavailable denied = PortFaults.denied(device);
    assertEquals(
        "no permission to read and write " + device + ", which belongs to group " + group,
        denied.getMessage());
    assertTrue(denied.hint().contains("usermod -aG " + group), denied.hint());
  }

  @Test
  void saysThatAFileIsNoSerialPort() throws Exception {
    Files.createFile(folder.resolve("file"));
    Unavailable refused = assertThrows(Unavailable.class, () -> open("file"));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("did not open as a serial port"),
        refused.getMessage());
  }

  @Test
  @EnabledIf("socatIsThere")
  void carriesBytesBothWays() throws Exception {
    wire("a", "b");
    try (SerialPort a = open("a");
        SerialPort b = open("b")) {
      a.write(new byte[] {0x11, 0x13, 0x0D, 0});
      byte[] got = new byte[4];
      for (int count = 0; count < 4; ) {
        count += b.read(got, count, 4 - count, LONG);
      }
      assertArrayEquals(new byte[] {0x11, 0x13, 0x0D, 0}, got);
      assertEquals(0, b.read(got, 0, 4, Duration.ofMillis(1)));
      assertEquals(0, b.drain());
    }
  }

  @Test
  @EnabledIf("socatIsThere")
  void saysWhoHoldsThePort() throws Exception {
    wire("a", "b");
    try (SerialPort first = open("a")) {
      Unavailable held = assertThrows(Unavailable.class, () -> open("a"));
      assertEquals(
          folder.resolve("a") + " is held by this program already (is it the port of two buses?)",
          held.getMessage());
      assertEquals(0, first.drain());
    }
  }

  @Test
  @EnabledIf("socatIsThere")
  void tellsThatThePortHasGoneAndOpensItAgain() throws Exception {
    wire("a", "b");
    try (SerialPort a = open("a")) {
      wires.getFirst().destroy();
      wires.getFirst().waitFor();
      Unavailable gone = assertThrows(Unavailable.class, () -> a.read(new byte[1], 0, 1, LONG));
      assertEquals(folder.resolve("a") + " has gone while in use", gone.getMessage());
    }
    wire("a", "b");
    try (SerialPort again = open("a")) {
      again.write(new byte[] {1});
    }
  }
}
