package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.drivers.Value;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerTest {
  /** One series a row: each value, with a star when it fires. */
  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource({
    "rising,  0,  0, false true* true false true*",
    "rising,  0,  0, true false true*", // No edge at the start: nobody knows what was before.
    "rising,  0,  0, 0 3* 5 0 -1*",
    "rising,  0,  0, 0.0 0.1* 0.0",
    "falling, 0,  0, true false* false true false*",
    "change,  0,  0, 1 1 2* 1*",
    "change,  0,  0, on on off*",
    "above,   30, 0, 29 30 31* 32 30 31*",
    "above,   30, 0, 31* 29 31*", // A limit that is passed at the start is passed.
    "above,   30, 2, 29 31* 29 31 28.5 31 28 30.5*",
    "below,   5,  1, 6 5 4.9* 5.5 4 6 4*",
    "below,  -5,  0, -4 -5 -6* -5 -6*",
    "named,   0,  0, 0 1 2"
  })
  void firesAsTheTableSays(String when, double limit, double hysteresis, String series) {
    Trigger trigger =
        new Trigger(new EventSettings("E", when, "/Process/x", limit, hysteresis, null, List.of()));
    for (String step : series.split(" ")) {
      boolean expected = step.endsWith("*");
      assertEquals(expected, trigger.fires(value(step.replace("*", ""))), step + " in " + series);
    }
  }

  private static Value value(String text) {
    if (text.startsWith("o")) {
      return new Value.Text(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return new Value.Bool(Boolean.parseBoolean(text));
    }
    return text.contains(".")
        ? new Value.Real(Double.parseDouble(text))
        : new Value.Int(Long.parseLong(text));
  }
}
