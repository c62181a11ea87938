package io.busbar.drivers.dash7;

import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import io.busbar.drivers.dash7.frame.FrameParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One line of the table of public frames. */
public record Vector(int number, Command.Reading reading, Bytes bytes, String text) {

  /** The whole table. */
  public static List<Vector> all() {
    try (InputStream in = Vector.class.getResourceAsStream("/dash7/vectors.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" \\| ", 4))
          .map(cell ->
              new Vector(
                  Integer.parseInt(cell[0]),
                  Command.Reading.valueOf(cell[1].toUpperCase(java.util.Locale.ROOT)),
                  Bytes.hex(cell[2]),
                  cell[3]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of the table by its number. */
  public static Vector number(int number) {
    return all().get(number - 1);
  }

  /** What a parser of its own makes of some bytes in one read. */
  public static List<Frame> frames(Bytes bytes) {
    List<Frame> found = new ArrayList<>();
    byte[] data = bytes.toArray();
    new FrameParser().feed(data, 0, data.length, found::add);
    return found;
  }

  /** The one frame of this vector. */
  public Frame frame() {
    return frames(bytes).getFirst();
  }

  @Override
  public String toString() {
    return number + ": " + text;
  }
}
