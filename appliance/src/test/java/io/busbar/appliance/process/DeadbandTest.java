package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadbandTest {
  /** One series a row: {@code value quality reported?}, quality G, U or B, reported * or -. */
  @ParameterizedTest(name = "hysteresis {0}: {1}")
  @CsvSource(
      nullValues = "none",
      textBlock =
          """
          0.5,  20.5 G *; 20.9 G -; 21.0 G *; 20.6 G -; 20.5 G *
          0.5,  20.5 G *; 20.0 G *; 20.4 G -; 20.5 G *
          0.1,  0.2 G *; 0.3 G *; 0.39 G -; 0.4 G *
          0.1,  20.2 G *; 20.3 G *; 20.4 G *; 20.35 G -
          2,    100 G *; 101 G -; 102 G *; 101 G -; 100 G *
          0,    1.5 G *; 1.5 G -; 1.6 G *
          none, 1.5 G *; 1.5 G -; 1.5000001 G *
          5,    10.0 G *; 10.0 U *; 10.0 U -; 10.0 B *; 10.0 G *
          5,    10.0 G *; 14.0 G -; 14.0 B *; 15.0 B -
          1,    9007199254740993 G *; 9007199254740993 G -; 9007199254740994 G *
          """)
  void reportsAgainstTheLastReportedValue(@Nullable Double hysteresis, String series) {
    Deadband deadband = new Deadband(hysteresis);
    for (String step : series.split("; ")) {
      String[] parts = step.strip().split(" ");
      assertEquals(
          parts[2].equals("*"),
          deadband.reports(value(parts[0]), quality(parts[1])),
          step + " in " + series);
    }
  }

  @Test
  void reportsAFirstValueAfterNone() {
    Deadband deadband = new Deadband(1.0);
    assertEquals(true, deadband.reports(null, Quality.BAD));
    assertEquals(false, deadband.reports(null, Quality.BAD));
    assertEquals(true, deadband.reports(new Value.Real(0), Quality.BAD));
  }

  @Test
  void reportsTextsAndStatesWhenTheyChange() {
    Deadband deadband = new Deadband(null);
    assertEquals(true, deadband.reports(new Value.Bool(false), Quality.GOOD));
    assertEquals(false, deadband.reports(new Value.Bool(false), Quality.GOOD));
    assertEquals(true, deadband.reports(new Value.Bool(true), Quality.GOOD));
    assertEquals(true, deadband.reports(new Value.Text("on"), Quality.GOOD));
  }

  @Test
  void whatWasReportedNeverDiffersByTheHysteresisOrMore() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      double hysteresis = random.nextInt(1, 500) / 100.0;
      Deadband deadband = new Deadband(hysteresis);
      double value = random.nextDouble(-1000, 1000);
      double reported = Double.NaN;
      for (int i = 0; i < 500; i++) {
        value += random.nextGaussian() * hysteresis / 2;
        if (deadband.reports(new Value.Real(value), Quality.GOOD)) {
          reported = value;
        }
        double off = Math.abs(value - reported);
        assertEquals(true, off < hysteresis, "seed " + seed + ": off by " + off);
      }
    }
  }

  private static Value value(String text) {
    return text.contains(".")
        ? new Value.Real(Double.parseDouble(text))
        : new Value.Int(Long.parseLong(text));
  }

  private static Quality quality(String letter) {
    return switch (letter) {
      case "G" -> Quality.GOOD;
      case "U" -> Quality.UNCERTAIN;
      default -> Quality.BAD;
    };
  }
}
