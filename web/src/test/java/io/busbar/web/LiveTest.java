package io.busbar.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream over a plain socket, with a tick of 50 ms instead of a second. */
class LiveTest extends Served {
  private static final String U1 = "/Process/Lan/PAC1/voltageL1";
  private static final String U2 = "/Process/Lan/PAC1/voltageL2";

  private final List<Stream> open = new ArrayList<>();

  @Override
  WebServer listen() throws WebServerException {
    return WebServer.start(HttpAddress.parse("0"), Duration.ofMillis(50), System::nanoTime);
  }

  @BeforeEach
  void prepare() {
    fake.set(FakeConsole.good(U1, 230.0, "V"));
    fake.set(FakeConsole.good(U2, 231.0, "V"));
  }

  @AfterEach
  void stop() throws IOException {
    for (Stream stream : open) {
      stream.close();
    }
  }

  @Test
  void startsWithEverything() throws IOException {
    assertEquals(
        "{\"full\":true,\"values\":{\""
            + U1
            + "\":[230.0,\"GOOD\",350,null],\""
            + U2
            + "\":[231.0,\"GOOD\",350,null]},\"gone\":[]}",
        stream("/Process").next("data: {\"full\""));
  }

  @Test
  void thenSendsOnlyWhatIsNew() throws IOException {
    Stream stream = stream("/Process");
    stream.next("data: {\"full\":true");
    fake.set(FakeConsole.good(U2, 232.5, "V"));
    assertEquals(
        "{\"full\":false,\"values\":{\"" + U2 + "\":[232.5,\"GOOD\",350,null]},\"gone\":[]}",
        stream.next("data: {\"full\""));
    fake.remove(U1);
    assertEquals(
        "{\"full\":false,\"values\":{},\"gone\":[\"" + U1 + "\"]}", stream.next("data: {\"full\""));
  }

  @Test
  void saysReasonsInTheLanguageThatIsAskedFor() throws IOException {
    String path = "/Process/Lan/PAC1/frequency";
    fake.set(
        new Console.ValueView(
            path, null, "Hz", "BAD", null, true, null, "not read yet", "unit 1", "real", false));
    String first = stream(path + "&language=de").next("data: {\"full\"");
    assertTrue(first.contains("[null,\"BAD\",null,\"noch nicht gelesen\"]"), first);
    assertTrue(stream(path).next("data: {\"full\"").contains("\"not read yet\""));
  }

  @Test
  void bearsTheVersionAsTheIdOfTheEvent() throws IOException {
    Stream stream = stream("/Process");
    assertEquals(Long.toString(fake.version.get()), stream.next("id: ").substring(4));
  }

  @Test
  void followsItsOwnBranchOnly() throws IOException {
    Stream stream = stream(U1);
    stream.next("data: {\"full\":true");
    fake.set(FakeConsole.good(U2, 1.0, "V"));
    fake.set(FakeConsole.good(U1, 2.0, "V"));
    String event = stream.next("data: {\"full\":false");
    assertTrue(event.contains(U1) && !event.contains(U2), event);
  }

  @Test
  void givesASignOfLifeWhenNothingIsNew() throws IOException {
    Stream stream = stream("/Process");
    stream.next("data: {\"full\":true");
    stream.next("event: alive");
    stream.next("event: alive");
  }

  @Test
  void sendsTheOldestAwayWhenANinthComes() throws IOException {
    Stream first = stream("/Process");
    first.next("data: {\"full\":true");
    for (int i = 0; i < 8; i++) {
      stream("/Process").next("data: {\"full\":true");
    }
    first.next("event: bye");
    first.awaitEnd();
    open.getLast().next("event: alive");
    open.get(1).next("event: alive");
  }

  @Test
  void forgetsABrowserThatIsGoneAndServesTheOthersOn() throws IOException {
    Stream gone = stream("/Process");
    gone.next("data: {\"full\":true");
    Stream stays = stream("/Process");
    stays.next("data: {\"full\":true");
    gone.close();
    for (int i = 0; i < 20; i++) {
      fake.set(FakeConsole.good(U1, (double) i, "V"));
      stays.next("data: {\"full\":false");
    }
  }

  @Test
  void aStreamWatchesItsBranchWhileItIsOpen() throws IOException {
    Stream stream = stream("/Process");
    stream.next("data: {\"full\":true");
    assertEquals(List.of("/Process"), fake.watched);
    stream.close();
    await()
        .until(() -> {
          fake.set(FakeConsole.good(U1, (double) System.nanoTime(), "V"));
          return fake.watched.isEmpty();
        });
  }

  @Test
  void goesOnAfterTheConsoleFailedForAWhile() throws IOException {
    Stream stream = stream("/Process");
    stream.next("data: {\"full\":true");
    Console good = fake.console();
    BrokenValues broken = new BrokenValues();
    server.attach(
        new Console(
            good.access(),
            good.status(),
            broken,
            good.devices(),
            good.connectors(),
            good.config(),
            good.metrics(),
            good.meters(),
            good.registers(),
            good.tixml(),
            good.scans(),
            good.backups(),
            good.time(),
            good.charts(),
            good.exports(),
            good.upkeep(),
            good.journeys(),
            good.logs(),
            good.certificates(),
            good.cloudTrials(),
            good.sections(),
            good.setup(),
            good.demo(),
            good.reports(),
            good.wires()));
    await().until(() -> broken.asked.get() > 2);
    server.attach(good);
    fake.set(FakeConsole.good(U1, 5.0, "V"));
    assertTrue(stream.next("data: {\"full\":false").contains("5.0"));
  }

  @Test
  void endsWhenWhoAskedForItMayNoMore() throws IOException {
    Stream stream = stream("/Process");
    stream.next("data: {\"full\":true");
    fake.access.removeToken(FakeAccess.VIEWER);
    stream.next("event: bye");
    stream.awaitEnd();
  }

  @Test
  void endsWithTheServer() throws IOException {
    Stream stream = stream("/Process");
    stream.next("data: {\"full\":true");
    server.close();
    stream.awaitEnd();
  }

  @Test
  void isNeverCompressedNorKept() throws IOException {
    Stream stream = stream("/Process");
    stream.next("data: {\"full\":true");
    String head = stream.head.toString().toLowerCase(java.util.Locale.ROOT);
    assertTrue(head.contains("content-type: text/event-stream;charset=utf-8"), head);
    assertTrue(head.contains("cache-control: no-store"), head);
    assertTrue(!head.contains("content-encoding"), head);
  }

  private Stream stream(String path) throws IOException {
    Stream stream = new Stream(server.port(), path);
    open.add(stream);
    return stream;
  }

  private static final class BrokenValues implements Console.Values {
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public List<Console.ValueView> under(String path) {
      throw new IllegalStateException("broken");
    }

    @Override
    public Watch watch(String path) {
      throw new IllegalStateException("nobody opens a stream here");
    }

    @Override
    public Written set(String path, Object value) {
      throw new IllegalStateException("nobody sets anything here");
    }

    @Override
    public long version() {
      asked.incrementAndGet();
      throw new IllegalStateException("broken");
    }
  }

  private static final class Stream {
    final StringBuilder head = new StringBuilder();
    private final Socket socket;
    private final BufferedReader lines;

    Stream(int port, String path) throws IOException {
      socket = new Socket(HttpAddress.parse("0").address(), port);
      socket.setSoTimeout(20_000);
      String request =
          "GET /api/v1/live?path="
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nAuthorization: Bearer "
              + FakeAccess.VIEWER
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
        head.append(line).append('\n');
      }
    }

    /** Waits for a line that begins so; of a data line, what comes after the field's name. */
    String next(String start) throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(start)) {
          return line.startsWith("data: ") ? line.substring(6) : line;
        }
      }
      throw new IOException("the stream ended before " + start);
    }

    void awaitEnd() throws IOException {
      String line = lines.readLine();
      while (line != null && !line.equals("0")) {
        line = lines.readLine();
      }
    }

    void close() throws IOException {
      socket.close();
    }
  }
}
