package io.busbar.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivationTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final DataPoint WHOLE = point("n", ValueType.INT);
  private static final DataPoint REAL = point("x", ValueType.REAL);
  private static final Duration GAP = Duration.ofMinutes(5);

  @ParameterizedTest(name = "{0} of {1} is {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "sum | 1, 2, 3 | 6",
        "sum | 0.1, 0.2 | 0.3",
        "sum | 230.2, -0.2 | 230.0",
        "difference | 10, 3, 2 | 5",
        "difference | 1.5, 1.5 | 0.0",
        "product | 21 | -42",
        "product | 0.1 | -0.2",
        "sum | 9223372036854775807, 1 | BAD the result is too large",
        "sum | 1e308, 1e308 | BAD the result is too large",
        "sum | 1, none | UNCERTAIN no answer",
        "difference | none, 2.0 | UNCERTAIN no answer",
        "product | none | UNCERTAIN no answer",
        "sum | 1, 2?, 3 | 6 UNCERTAIN a gap",
        "sum | 1, 2?, dead | BAD dead",
      })
  void combinesItsInputs(String kind, String inputs, String expected) {
    Derivation derivation =
        switch (kind) {
          case "sum" -> new Derivation.Sum();
          case "difference" -> new Derivation.Difference();
          default -> new Derivation.Product(BigDecimal.valueOf(-2));
        };
    List<Sample> samples = new ArrayList<>();
    for (String input : inputs.split(", ")) {
      samples.add(sample(input, samples.size()));
    }
    boolean whole = samples.stream().allMatch(one -> one.point().equals(WHOLE));
    Sample result = derivation.step(whole ? WHOLE : REAL, samples, 0).result();
    assertEquals(expected, text(result));
    assertEquals(START, result.time(), "the oldest");
  }

  private static Sample sample(String text, int at) {
    Instant time = START.plusSeconds(at);
    return switch (text) {
      case "none" -> Sample.failed(WHOLE, Quality.UNCERTAIN, time, "no answer");
      case "dead" -> Sample.failed(WHOLE, Quality.BAD, time, "dead");
      default ->
          text.endsWith("?")
              ? new Sample(
                  WHOLE,
                  new Value.Int(Long.parseLong(text.replace("?", ""))),
                  Quality.UNCERTAIN,
                  time,
                  "a gap")
              : text.matches("-?[0-9]+")
                  ? Sample.good(WHOLE, new Value.Int(Long.parseLong(text)), time)
                  : Sample.good(REAL, new Value.Real(Double.parseDouble(text)), time);
    };
  }

  /** Each reading is second:count; 1 Wh for a pulse. */
  @ParameterizedTest(name = "{0} gives {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Two changes make a power: 10 Wh in 10 s are 3600 W.
        "0:5 10:15 20:25 | wait, wait, 3600.0",
        // A slow pulse every 30 s, read every 10 s: 120 W, from the second pulse on.
        "0:5 10:6 20:6 30:6 40:7 50:7 60:7 70:8 | wait, wait, wait, wait, 120.0, 120.0, 120.0, 120.0",
        // No more pulses: bounded by the one that is due, then none at all.
        "0:1 10:2 20:3 80:3 319:3 320:3 | wait, wait, 360.0, 60.0, 12.040133779264215, 0.0",
        // The phase of the first reading is not known, so it makes no power.
        "29:5 30:6 60:7 | wait, wait, 120.0",
        "0:7 299:7 300:7 | wait, wait, 0.0",
        "0:1 10:2 20:3 30:1 40:2 50:3 | wait, wait, 360.0, back, wait, 360.0",
        "0:1 10:2 20:3 400:90 410:91 420:92 | wait, wait, 360.0, gap, wait, 360.0",
      })
  void makesPowerOfPulses(String readings, String expected) {
    assertEquals(expected, steps(new Derivation.PowerFromPulses(BigDecimal.ONE, GAP), readings));
  }

  @Test
  void aFailedReadingOfPulsesIsAFailedPowerAndLosesNothing() {
    assertEquals(
        "wait, wait, 360.0, no answer, 360.0",
        steps(new Derivation.PowerFromPulses(BigDecimal.ONE, GAP), "0:1 10:2 20:3 30:none 40:5"));
  }

  /** Each reading is second:power. */
  @ParameterizedTest(name = "{0} gives {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0:1000 | 0.0 start",
        "0:3600 1:3600 2:3600 | 0.0 start, 1.0, 2.0",
        "0:0 2:3600 | 0.0 start, 1.0",
        "0:3600 1:-3600 2:-3600 | 0.0 start, 0.0, -1.0",
        "0:3600 300:3600 | 0.0 start, 300.0",
        "0:3600 301:3600 302:3600 | 0.0 start, 0.0 gap, 1.0",
        "0:3600 1:none 2:3600 | 0.0 start, no answer, 2.0",
        "0:3600 0:3600 | 0.0 start, 0.0",
        "0:none 1:3600 2:3600 | no answer, 0.0 start, 1.0",
      })
  void makesEnergyOfPower(String readings, String expected) {
    assertEquals(expected, steps(new Derivation.EnergyFromPower(GAP), readings));
  }

  private static String steps(Derivation first, String readings) {
    Derivation derivation = first;
    List<String> results = new ArrayList<>();
    for (String reading : readings.split(" ")) {
      String[] parts = reading.split(":");
      long second = Long.parseLong(parts[0]);
      Derivation.Step step =
          derivation.step(REAL, List.of(sample(parts[1], (int) second)), second * 1_000_000_000L);
      assertEquals(START.plusSeconds(second), step.result().time());
      results.add(shortly(step.result()));
      derivation = step.next();
    }
    return String.join(", ", results);
  }

  private static String shortly(Sample sample) {
    String reason = String.valueOf(sample.reason());
    String word =
        reason.contains("two changes")
            ? "wait"
            : reason.contains("went back")
                ? "back"
                : reason.contains("not read for")
                    ? "gap"
                    : reason.contains("start") ? "start" : reason;
    String value = sample.value() == null ? "" : sample.value() + " ";
    return (value + (sample.quality() == Quality.GOOD ? "" : word)).strip();
  }

  private static String text(Sample sample) {
    String value = sample.value() == null ? "" : sample.value() + " ";
    return sample.quality() == Quality.GOOD
        ? value.strip()
        : value + sample.quality() + " " + sample.reason();
  }

  private static DataPoint point(String name, ValueType type) {
    return new DataPoint("M", name, type, "", "");
  }
}
