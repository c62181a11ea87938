package io.busbar.appliance.config;

import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.process.SectionSettings;
import io.busbar.appliance.process.SendRule;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.schema.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds realtime sections against the variables that the buses offer. */
final class SectionCheck {
  private static final Duration SHORTEST_CYCLE = Duration.ofSeconds(1);
  private static final Duration LONGEST_CYCLE = Duration.ofSeconds(1L << 30);
  private static final Duration LONGEST_UPDATE = Duration.ofHours(1);

  private final Offer offer;
  private final List<Problem> problems;

  SectionCheck(Offer offer, List<Problem> problems) {
    this.offer = offer;
    this.problems = problems;
  }

  /** The sections with what is known of their points; what is wrong goes to the problems. */
  List<ConnectorType.Section> resolve(List<SectionSettings> sections, String path) {
    List<ConnectorType.Section> resolved = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < sections.size(); i++) {
      SectionSettings section = sections.get(i);
      String place = path + "/" + i;
      if (!names.add(section.name())) {
        problems.add(
            Problem.of(
                place + "/name", "twice", "got %s twice, want a name of its own", section.name()));
      }
      times(section, place);
      resolved.add(
          new ConnectorType.Section(
              section.name(), every(section), points(section, place + "/points")));
    }
    return resolved;
  }

  private static @Nullable Duration every(SectionSettings section) {
    return switch (SendRule.parse(section.send())) {
      case SendRule.Cycle(Duration every) -> every;
      case SendRule.OnChange() -> section.update();
      case SendRule.OnEvent() -> null;
    };
  }

  private void times(SectionSettings section, String place) {
    switch (SendRule.parse(section.send())) {
      case SendRule.Cycle(Duration every) -> {
        range(every, SHORTEST_CYCLE, LONGEST_CYCLE, place + "/send");
        onlyOnChange(section.update(), place + "/update");
        onlyOnChange(section.minInterval(), place + "/minInterval");
        range(section.maxSilence(), every, LONGEST_CYCLE, place + "/maxSilence");
      }
      case SendRule.OnChange() -> {
        range(section.update(), SHORTEST_CYCLE, LONGEST_UPDATE, place + "/update");
        range(section.minInterval(), SHORTEST_CYCLE, LONGEST_CYCLE, place + "/minInterval");
        range(section.maxSilence(), SHORTEST_CYCLE, LONGEST_CYCLE, place + "/maxSilence");
      }
      case SendRule.OnEvent() -> {
        onlyOnChange(section.update(), place + "/update");
        onlyOnChange(section.minInterval(), place + "/minInterval");
        onlyOnChange(section.maxSilence(), place + "/maxSilence");
      }
    }
  }

  private void onlyOnChange(@Nullable Duration got, String place) {
    if (got != null) {
      String key = place.substring(place.lastIndexOf('/') + 1);
      problems.add(
          Problem.of(
              place,
              "onchange",
              "no section with this \"send\" has %s; \"on-change\" has it",
              key));
    }
  }

  private void range(@Nullable Duration got, Duration least, Duration most, String place) {
    if (got != null && (got.compareTo(least) < 0 || got.compareTo(most) > 0)) {
      problems.add(
          Problem.of(
              place,
              "range",
              "got %s, want %s to %s",
              DurationText.format(got),
              DurationText.format(least),
              DurationText.format(most)));
    }
  }

  private List<ConnectorType.Point> points(SectionSettings section, String path) {
    List<ConnectorType.Point> resolved = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < section.points().size(); i++) {
      SectionSettings.Point point = section.points().get(i);
      String place = path + "/" + i;
      if (!names.add(point.name())) {
        problems.add(
            Problem.of(
                place + "/name", "twice", "got %s twice, want a name of its own", point.name()));
      }
      DataPoint variable = offer.find(point.path(), place + "/path", problems);
      if (variable == null) {
        continue;
      }
      hysteresis(point.hysteresis(), variable, place + "/hysteresis");
      hysteresis(point.hysteresisPercent(), variable, place + "/hysteresisPercent");
      if (point.hysteresis() != null && point.hysteresisPercent() != null) {
        problems.add(
            Problem.of(
                place + "/hysteresisPercent",
                "either",
                "want either hysteresis or hysteresisPercent"));
      }
      resolved.add(
          new ConnectorType.Point(
              point.name(),
              point.path(),
              variable.type(),
              variable.unit(),
              variable.writable(),
              point.meta()));
    }
    return resolved;
  }

  /** FP Juconn manual, section 7.2: numeric only, not negative, at most two decimals. */
  private void hysteresis(@Nullable Double amount, DataPoint variable, String place) {
    if (amount == null) {
      return;
    }
    if (variable.type() != ValueType.REAL && variable.type() != ValueType.INT) {
      problems.add(
          Problem.of(
              place,
              "nonumber",
              "a hysteresis needs a number, this variable is %s",
              variable.type()));
    }
    if (amount < 0 || BigDecimal.valueOf(amount).stripTrailingZeros().scale() > 2) {
      problems.add(
          Problem.of(
              place,
              "decimals",
              "got %s, want 0 or more with at most two decimals, such as 1.25",
              amount));
    }
  }
}
