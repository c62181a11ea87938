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
import java.util.List;
import java.util.Random;
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

  /** Every cause that a deadband knows, in the course of one point with every rule. */
  @Test
  void tellsTheCauseOfEachDecision() {
    Deadband deadband = new Deadband(new Deadband.Rule(0.5, null, 20, 3, false));
    assertCause(Follower.Cause.FIRST, deadband, 1.0, Quality.GOOD, 0);
    assertCause(Follower.Cause.SAME, deadband, 1.0, Quality.GOOD, 5);
    assertCause(Follower.Cause.WITHIN, deadband, 1.25, Quality.GOOD, 6);
    assertCause(Follower.Cause.LIMIT, deadband, 1.5, Quality.GOOD, 7);
    assertCause(Follower.Cause.TOO_SOON, deadband, 2.5, Quality.GOOD, 9);
    assertCause(Follower.Cause.LIMIT, deadband, 2.5, Quality.GOOD, 10);
    assertCause(Follower.Cause.QUALITY, deadband, 2.5, Quality.UNCERTAIN, 11);
    assertCause(Follower.Cause.SAME, deadband, 2.5, Quality.UNCERTAIN, 30);
    assertCause(Follower.Cause.SILENCE, deadband, 2.5, Quality.UNCERTAIN, 31);
    Deadband unlimited = new Deadband(Deadband.Rule.of(null));
    assertCause(Follower.Cause.FIRST, unlimited, null, Quality.BAD, 0);
    assertCause(Follower.Cause.SAME, unlimited, null, Quality.BAD, 1);
    assertCause(Follower.Cause.CHANGE, unlimited, 1.0, Quality.BAD, 2);
  }

  private static void assertCause(
      Follower.Cause wanted,
      Deadband deadband,
      @Nullable Double number,
      Quality quality,
      long now) {
    Value value = number == null ? null : new Value.Real(number);
    assertEquals(wanted, deadband.cause(value, quality, now), "at " + now);
    Deadband.Verdict verdict = deadband.judge(value, quality, now);
    assertEquals(wanted.reports(), verdict == Deadband.Verdict.REPORT, "at " + now);
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
