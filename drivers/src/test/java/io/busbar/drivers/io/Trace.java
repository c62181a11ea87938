package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException.NoAnswer;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;

/**
 * A scripted transaction with one chip, as a logic analyser shows it: each line is {@code W bytes},
 * {@code W bytes R bytes}, {@code R bytes}, {@code REST ms} or {@code NACK}, and a comment. What
 * the driver does must be the next line.
 */
final class Trace implements Chip.Wire, AutoCloseable {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
  private final Queue<String> lines = new ArrayDeque<>();

  Trace(String script) {
    script
        .lines()
        .map(line -> line.replaceAll("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .forEach(lines::add);
  }

  @Override
  public byte[] transfer(byte[] write, int read) throws NoAnswer {
    String line = lines.remove();
    if (line.equals("NACK")) {
      throw new NoAnswer("no acknowledge", "Check the wires");
    }
    int at = line.indexOf("R ");
    String answer = at < 0 ? "" : line.substring(at + 2);
    byte[] bytes = answer.isEmpty() ? new byte[0] : HEX.parseHex(answer);
    String did = (write.length == 0 ? "" : "W " + HEX.formatHex(write)) + (read == 0 ? "" : " R");
    assertEquals(at < 0 ? line : line.substring(0, at + 1), did.strip());
    assertEquals(bytes.length, read, line);
    return bytes;
  }

  @Override
  public void rest(long nanos) {
    assertEquals(lines.remove(), "REST " + nanos / 1_000_000);
  }

  /** Fails when the driver has not done everything. */
  @Override
  public void close() {
    assertTrue(lines.isEmpty(), () -> "not done: " + lines);
  }
}
