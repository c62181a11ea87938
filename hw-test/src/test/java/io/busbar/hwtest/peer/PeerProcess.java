package io.busbar.hwtest.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A started program of somebody else; ends with the test that started it. */
public final class PeerProcess implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
  private static final int ENDS_WITHIN_SECONDS = 5;
  private final Process process;
  private final Path log;

  /**
   * Starts it.
   *
   * @param log everything it prints is added to this file
   */
  public PeerProcess(List<String> command, Path log) throws IOException {
    this.log = log;
    this.process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  /** Waits until something holds. */
  public PeerProcess until(Callable<Boolean> holds) {
    Awaitility.await("start of what prints to " + log)
        .atMost(STARTS_WITHIN)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("ended with " + process.exitValue() + ": " + printed());
          }
          return holds.call();
        });
    return this;
  }

  /** Waits until it takes connections on a port of the loopback address. */
  public PeerProcess untilListening(int port) {
    return until(() -> listens(port));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** What it printed. */
  public String printed() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "(nothing readable: " + e.getMessage() + ")";
    }
  }

  /** Sends it a signal, for example STOP and CONT, which is silence and its end. */
  public void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    int code = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " " + pid + " ended with " + code);
    }
  }

  /** kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
