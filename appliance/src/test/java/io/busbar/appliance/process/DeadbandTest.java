package io.busbar.appliance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.DurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadbandTest {
  private static final double SECOND = 1e9;

  static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/cases/hysteresis"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void judgesAsTheTableSays(Path file) throws IOException {
    JsonNode table = DocumentSchema.mapper().readTree(Files.readAllBytes(file));
    Deadband deadband = new Deadband(rule(table.path("rule")));
    for (JsonNode step : table.path("series")) {
      Quality quality = Quality.valueOf(step.path("quality").asText());
      long now = Math.round(step.path("time").asDouble() * SECOND) - 7;
      assertEquals(
          step.path("expected").asText(),
          deadband.judge(value(step.path("value")), quality, now).name(),
          table.path("why").asText() + ": " + step);
    }
    assertTrue(table.path("series").size() >= 3);
  }

  @Test
  void whatWasReportedNeverDiffersByTheHysteresisOrMore() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      boolean percent = seed % 3 == 1;
      boolean asFloat = seed % 2 == 1;
      double hysteresis = random.nextInt(1, 500) / 100.0;
      Deadband deadband =
          new Deadband(
              percent
                  ? new Deadband.Rule(null, hysteresis, 0, 0, false)
                  : Deadband.Rule.of(hysteresis));
      double value = random.nextDouble(-1000, 1000);
      double reported = Double.NaN;
      for (int i = 0; i < 500; i++) {
        double step = percent ? Math.abs(value) * hysteresis / 100 : hysteresis;
        value += random.nextGaussian() * step / 2;
        value = asFloat ? (float) value : Math.rint(value * 100) / 100;
        if (reports(deadband, value)) {
          reported = value;
        }
        double off = Math.abs(value - reported);
        double allowed = percent ? Math.abs(reported) * hysteresis / 100 : hysteresis;
        assertTrue(off == 0 || off < allowed, "seed " + seed + ": off by " + off);
      }
    }
  }

  @Test
  void countsUpAndDownInStepsOfTheHysteresisReportEveryStep() {
    for (int hundredths = 1; hundredths <= 100; hundredths++) {
      Deadband deadband = new Deadband(Deadband.Rule.of(hundredths / 100.0));
      for (long i = 0; i < 2000; i++) {
        double value = (i - 1000) * hundredths / 100.0;
        assertTrue(reports(deadband, value), value + " in steps of " + hundredths);
      }
    }
  }

  /** What is told of a decision must be what decides. */
  @Test
  void theCauseThatIsToldIsTheOneThatDecides() {
    Random random = new Random(47);
    Set<Recorder.Cause> seen = EnumSet.noneOf(Recorder.Cause.class);
    for (int run = 0; run < 400; run++) {
      Deadband deadband =
          new Deadband(
              new Deadband.Rule(
                  run % 3 == 0 ? null : 0.5,
                  null,
                  run % 5 == 0 ? 7 : 0,
                  run % 4 == 0 ? 3 : 0,
                  run % 2 == 0));
      for (long now = 0; now < 80; now += 1 + random.nextInt(5)) {
        Value value = random.nextInt(9) == 0 ? null : new Value.Real(random.nextInt(12) / 4.0);
        Quality quality = random.nextInt(12) == 0 ? Quality.UNCERTAIN : Quality.GOOD;
        Recorder.Cause cause = deadband.cause(value, quality, now);
        Deadband.Verdict verdict = deadband.judge(value, quality, now);
        assertEquals(verdict == Deadband.Verdict.REPORT, cause.reports(), cause + " " + verdict);
        seen.add(cause);
      }
    }
    Set<Recorder.Cause> others = EnumSet.of(Recorder.Cause.CYCLE, Recorder.Cause.DEMAND);
    assertEquals(EnumSet.complementOf(EnumSet.copyOf(others)), seen);
  }

  private static boolean reports(Deadband deadband, double value) {
    return deadband.judge(new Value.Real(value), Quality.GOOD, 0) == Deadband.Verdict.REPORT;
  }

  private static Deadband.Rule rule(JsonNode rule) {
    return new Deadband.Rule(
        number(rule.path("hysteresis")),
        number(rule.path("hysteresisPercent")),
        nanos(rule.path("maxSilence")),
        nanos(rule.path("minInterval")),
        rule.path("cyclic").asBoolean());
  }

  private static @Nullable Double number(JsonNode node) {
    return node.isMissingNode() ? null : node.asDouble();
  }

  private static long nanos(JsonNode node) {
    return node.isMissingNode() ? 0 : DurationText.parse(node.asText()).toNanos();
  }

  private static @Nullable Value value(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return new Value.Bool(node.booleanValue());
    }
    if (node.isTextual()) {
      return new Value.Text(node.textValue());
    }
    return node.isIntegralNumber()
        ? new Value.Int(node.longValue())
        : new Value.Real(node.doubleValue());
  }
}
