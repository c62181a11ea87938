package io.busbar.drivers.serial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException.Unavailable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SocketPortTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(5);

  @Test
  void carriesBytesBothWays() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SerialPort port = open("tcp://127.0.0.1:" + server.getLocalPort());
        Socket far = server.accept()) {
      port.write(new byte[] {1, 2, 3});
      assertArrayEquals(new byte[] {1, 2, 3}, far.getInputStream().readNBytes(3));
      far.getOutputStream().write(new byte[] {4, 5});
      byte[] got = new byte[4];
      int count = port.read(got, 1, 1, LONG);
      count += port.read(got, 2, 2, LONG);
      assertEquals(2, count);
      assertArrayEquals(new byte[] {0, 4, 5, 0}, got);
      assertEquals(0, port.read(got, 0, 4, SHORT));
    }
  }

  @Test
  void tellsThatTheFarEndClosed() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SerialPort port = open("tcp://127.0.0.1:" + server.getLocalPort())) {
      server.accept().close();
      Unavailable gone = assertThrows(Unavailable.class, () -> port.read(new byte[1], 0, 1, LONG));
      assertEquals(
          "127.0.0.1 port " + server.getLocalPort() + " closed the connection", gone.getMessage());
    }
  }

  @Test
  void returnsAtOnceWhenInterrupted() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SerialPort port = open("tcp://127.0.0.1:" + server.getLocalPort())) {
      Thread.currentThread().interrupt();
      assertEquals(0, port.read(new byte[1], 0, 1, LONG));
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int free;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = server.getLocalPort();
    }
    Unavailable refused = assertThrows(Unavailable.class, () -> open("tcp://127.0.0.1:" + free));
    assertEquals(
        "127.0.0.1 port " + free + " does not accept the connection: Connection refused",
        refused.getMessage());
    assertTrue(refused.hint().startsWith("Check the port number"));
  }

  @Test
  void saysThatTheHostIsUnknown() {
    Unavailable unknown =
        assertThrows(Unavailable.class, () -> open("tcp://no-such-host.invalid:4001"));
    assertEquals("the host name no-such-host.invalid is unknown", unknown.getMessage());
  }

  @Test
  void refusesAPortTextWithoutNumber() {
    Unavailable wrong = assertThrows(Unavailable.class, () -> open("tcp://127.0.0.1"));
    assertEquals(
        "got tcp://127.0.0.1, want for example tcp://192.168.1.20:4001", wrong.getMessage());
  }

  private static SerialPort open(String port) throws Unavailable {
    return SerialPort.open(new SerialSettings(port, 9600, 8, Parity.NONE, 1));
  }
}
