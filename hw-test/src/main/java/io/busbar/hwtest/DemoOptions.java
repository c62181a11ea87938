package io.busbar.hwtest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * How the demo runs.
 *
 * @param distribution the packaged appliance
 * @param folder for everything the demo writes
 * @param port of the page, 0 for a free one
 * @param length of the demo
 */
record DemoOptions(Path distribution, Path folder, int port, Duration length) {
  private static final int USUAL_PORT = 8080;
  private static final Duration FOREVER = Duration.ofDays(365);

  /**
   * From the command line.
   *
   * @throws IllegalArgumentException an argument is unknown or its value is missing or wrong
   */
  static DemoOptions parse(List<String> arguments) {
    Path distribution = Path.of("appliance/target/busbar");
    Path folder = Path.of("hw-test/target/demo");
    int port = USUAL_PORT;
    Duration length = FOREVER;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      switch (option) {
        case "--distribution" -> distribution = Path.of(value(option, rest));
        case "--folder" -> folder = Path.of(value(option, rest));
        case "--port" -> port = number(option, value(option, rest), 65_535);
        case "--seconds" ->
            length = Duration.ofSeconds(number(option, value(option, rest), 1_000_000));
        default ->
            throw new IllegalArgumentException("got " + option + ", want --seconds N or --port N");
      }
    }
    return new DemoOptions(distribution.toAbsolutePath(), folder.toAbsolutePath(), port, length);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " wants a number after it");
    }
    return rest.next();
  }

  private static int number(String option, String text, int most) {
    if (!text.matches("[0-9]{1,7}") || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(
          "got " + option + " " + text + ", want a number from 0 to " + most);
    }
    return Integer.parseInt(text);
  }
}
