package io.busbar.hwtest.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.fault.FaultProxy.Way;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that gives back every byte. */
@Timeout(60)
class FaultProxyTest {
  private static final byte[] HELLO = {1, 2, 3, 4, 5};
  private static final int SOON_MILLIS = 10_000;
  private static final int NOTHING_COMES_MILLIS = 150;

  private final ServerSocket echo;
  private final FaultProxy proxy;

  FaultProxyTest() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    proxy = FaultProxy.to(echo.getLocalPort());
  }

  @BeforeEach
  void serve() {
    Thread.ofVirtual()
        .start(() -> {
          while (!echo.isClosed()) {
            try {
              Socket socket = echo.accept();
              Thread.ofVirtual().start(() -> giveBack(socket));
            } catch (IOException closed) {
              return;
            }
          }
        });
  }

  private static void giveBack(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException gone) {
      // What the client makes of that is what the test looks at.
    }
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void carriesEveryByteBothWays() throws IOException {
    byte[] much = new byte[300_000];
    new Random(1).nextBytes(much);
    try (Socket client = client()) {
      Thread.ofVirtual().start(() -> write(client, much));
      assertArrayEquals(much, client.getInputStream().readNBytes(much.length));
    }
    assertEquals(much.length, proxy.carried(Way.TO_SERVER));
    assertEquals(1, proxy.connections());
  }

  @Test
  void aSlowLineDelays() throws IOException {
    proxy.on(Way.TO_CLIENT, new Trouble.Slow(Duration.ofMillis(200), Duration.ZERO, 0));
    try (Socket client = client()) {
      long start = System.nanoTime();
      assertArrayEquals(HELLO, ask(client));
      long took = System.nanoTime() - start;
      assertTrue(took >= Duration.ofMillis(200).toNanos(), () -> took + " ns");
    }
  }

  @Test
  void aNarrowLineTakesItsTime() throws IOException {
    proxy.on(Way.TO_SERVER, new Trouble.Slow(Duration.ZERO, Duration.ZERO, 50_000));
    byte[] much = new byte[10_000];
    try (Socket client = client()) {
      long start = System.nanoTime();
      write(client, much);
      assertEquals(much.length, client.getInputStream().readNBytes(much.length).length);
      long took = System.nanoTime() - start;
      assertTrue(took >= Duration.ofMillis(200).toNanos(), () -> took + " ns");
    }
  }

  @Test
  void aResetHitsConnectionsOldAndNew() throws IOException {
    try (Socket client = client()) {
      assertArrayEquals(HELLO, ask(client));
      proxy.both(new Trouble.Reset());
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
    assertThrows(
        SocketException.class,
        () -> {
          try (Socket client = client()) {
            ask(client);
          }
        });
    proxy.both(new Trouble.None());
    try (Socket client = client()) {
      assertArrayEquals(HELLO, ask(client));
    }
  }

  @Test
  void aBlackholeHoldsBackAndThenLetsGo() throws IOException {
    try (Socket client = client()) {
      proxy.on(Way.TO_CLIENT, new Trouble.Blackhole());
      client.getOutputStream().write(HELLO);
      assertNothingComes(client);
      proxy.on(Way.TO_CLIENT, new Trouble.None());
      assertArrayEquals(HELLO, client.getInputStream().readNBytes(HELLO.length));
    }
  }

  @Test
  void whatSilenceSwallowedNeverComesAndTheConnectionEndsWithIt() throws IOException {
    try (Socket client = client()) {
      assertArrayEquals(HELLO, ask(client));
      proxy.on(Way.TO_SERVER, new Trouble.Silence());
      client.getOutputStream().write(HELLO);
      assertNothingComes(client);
      proxy.on(Way.TO_SERVER, new Trouble.None());
      assertEquals(-1, client.getInputStream().read());
    }
  }

  @Test
  void oneWayCanBeDeadAlone() throws IOException {
    try (Socket client = client()) {
      assertArrayEquals(HELLO, ask(client));
      proxy.on(Way.TO_CLIENT, new Trouble.Silence());
      client.getOutputStream().write(HELLO);
      assertNothingComes(client);
      assertEquals(2L * HELLO.length, proxy.carried(Way.TO_SERVER));
    }
  }

  @Test
  void aLimitClosesAfterItsBytes() throws IOException {
    proxy.on(Way.TO_CLIENT, new Trouble.Limit(3));
    try (Socket client = client()) {
      client.getOutputStream().write(HELLO);
      assertArrayEquals(new byte[] {1, 2, 3}, readAll(client.getInputStream()));
    }
  }

  @Test
  void corruptionTurnsSingleBits() throws IOException {
    proxy.on(Way.TO_CLIENT, new Trouble.Corrupt(100));
    byte[] much = new byte[10_000];
    try (Socket client = client()) {
      write(client, much);
      byte[] came = client.getInputStream().readNBytes(much.length);
      assertEquals(much.length, came.length);
      int spoilt = 0;
      for (byte one : came) {
        assertTrue(Integer.bitCount(one & 0xFF) <= 1, "more than one bit");
        spoilt += one == 0 ? 0 : 1;
      }
      assertTrue(spoilt > 50 && spoilt < 200, spoilt + " of 10000, want about 100");
    }
  }

  @Test
  void aLineThatIsDownRefusesUntilItIsUp() throws IOException {
    try (Socket client = client()) {
      assertArrayEquals(HELLO, ask(client));
      proxy.down();
      assertThrows(IOException.class, () -> readToItsEnd(client));
    }
    assertThrows(IOException.class, this::client);
    proxy.up();
    try (Socket client = client()) {
      assertArrayEquals(HELLO, ask(client));
    }
  }

  @Test
  void aServerThatIsNotThereIsNoEndOfTheLine() throws IOException {
    echo.close();
    try (Socket client = client()) {
      assertFalse(comes(client), "an answer of nobody");
    }
    assertEquals(1, proxy.connections());
  }

  private Socket client() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(SOON_MILLIS);
    return client;
  }

  private static byte[] ask(Socket client) throws IOException {
    client.getOutputStream().write(HELLO);
    byte[] came = client.getInputStream().readNBytes(HELLO.length);
    if (came.length < HELLO.length) {
      throw new SocketException("closed");
    }
    return came;
  }

  private static void readToItsEnd(Socket client) throws IOException {
    if (client.getInputStream().read() < 0) {
      throw new SocketException("closed");
    }
  }

  private static boolean comes(Socket client) {
    try {
      return client.getInputStream().read() >= 0;
    } catch (IOException closed) {
      return false;
    }
  }

  private static byte[] readAll(InputStream in) {
    byte[] came = new byte[0];
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        came = Arrays.copyOf(came, came.length + 1);
        came[came.length - 1] = (byte) next;
      }
    } catch (IOException reset) {
      // Closed with bytes unread: the client may see a reset after what came.
    }
    return came;
  }

  private static void write(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertNothingComes(Socket client) throws IOException {
    client.setSoTimeout(NOTHING_COMES_MILLIS);
    assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
    client.setSoTimeout(SOON_MILLIS);
  }
}
