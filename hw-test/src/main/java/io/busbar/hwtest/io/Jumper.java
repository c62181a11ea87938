package io.busbar.hwtest.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A jumper wire in a guest without wires: what gpio-sim shows of an output, it pulls on inputs. On
 * a real Pi the wires are real and this class is not used.
 */
final class Jumper implements AutoCloseable {
  private static final Path SIM = Path.of("/sys/devices/platform/gpio-sim.0");
  private volatile boolean closed;

  private Jumper(Path chip, int from, List<Integer> to) {
    Path value = chip.resolve("sim_gpio" + from + "/value");
    List<Path> pulls = to.stream().map(line -> chip.resolve("sim_gpio" + line + "/pull")).toList();
    Thread.ofPlatform().name("jumper").daemon(true).start(() -> copy(value, pulls));
  }

  /** Whether this machine has simulated lines in place of wires. */
  static boolean isNeeded() {
    return Files.exists(SIM);
  }

  static Jumper wire(int from, List<Integer> to) throws IOException {
    try (Stream<Path> chips = Files.list(SIM)) {
      Path chip =
          chips
              .filter(path -> path.getFileName().toString().startsWith("gpiochip"))
              .findFirst()
              .orElseThrow(() -> new IOException("no gpiochip below " + SIM));
      return new Jumper(chip, from, to);
    }
  }

  private void copy(Path value, List<Path> pulls) {
    String before = "";
    try {
      while (!closed) {
        String now = Files.readString(value).strip();
        if (!now.equals(before)) {
          for (Path pull : pulls) {
            Files.writeString(pull, now.equals("1") ? "pull-up" : "pull-down");
          }
          before = now;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
