package io.busbar.appliance.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Names;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One process variable of the user, {@code /Process/PV/<name>}, as the configuration has it.
 *
 * @param type {@code bool}, {@code int}, {@code real} or {@code text}
 * @param value what it holds at first: a Boolean, Integer, Long, Double or String; null for false,
 *     0 or an empty text
 * @param persistent whether a restart keeps what was set
 * @param min least number it can be set to; null for any
 * @param max greatest number it can be set to; null for any
 * @param derive how it follows from others; null for one that holds what it is set to
 */
public record VariableSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the variable; its path is /Process/PV/<name>")
        String name,
    @JsonProperty(required = true)
        @Pattern(regexp = "^(bool|int|real|text)$")
        @JsonPropertyDescription("What it holds: bool, int, real or text")
        String type,
    @JsonPropertyDescription("What it holds at first; without it false, 0 or an empty text")
        @Nullable Object value,
    @Size(max = 16) @JsonPropertyDescription("Its unit, for people and clouds")
        @Nullable String unit,
    @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription("Whether it can be set; else it is a constant")
        boolean writable,
    @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Whether it keeps its value when the appliance restarts")
        boolean persistent,
    @JsonPropertyDescription("Least number it can be set to") @Nullable Double min,
    @JsonPropertyDescription("Greatest number it can be set to") @Nullable Double max,
    @JsonPropertyDescription(
            "How it follows from variables of any devices; such a variable cannot be set")
        @Nullable DeriveSettings derive) {
  private static final int LONGEST_TEXT = 256;

  /** One that holds what it is set to. */
  public VariableSettings(
      String name,
      String type,
      @Nullable Object value,
      @Nullable String unit,
      boolean writable,
      boolean persistent,
      @Nullable Double min,
      @Nullable Double max) {
    this(name, type, value, unit, writable, persistent, min, max, null);
  }

  /** The same in another unit. */
  public VariableSettings in(String other) {
    return new VariableSettings(name, type, value, other, writable, persistent, min, max, derive);
  }

  /** Its path. */
  public String path() {
    return Path.of(ProcessVariables.BRANCH, new Device("", List.of()), point());
  }

  /** The kind of its values. */
  public ValueType valueType() {
    return ValueType.valueOf(type.toUpperCase(Locale.ROOT));
  }

  /** The variable as the process tree knows it. */
  public DataPoint point() {
    String shownUnit = unit == null ? "" : unit;
    return derive == null
        ? new DataPoint("", name, valueType(), shownUnit, "process variable", writable)
        : new DataPoint("", name, valueType(), shownUnit, derive.source());
  }

  /**
   * The value that something from outside stands for.
   *
   * @param given a Boolean, Integer, Long, Double or String
   * @throws IllegalArgumentException the variable cannot have it; says what came and what is wanted
   */
  public Value fit(Object given) {
    Value fitting =
        Setting.value(point(), given instanceof Integer i ? (Object) i.longValue() : given);
    check(fitting);
    return fitting;
  }

  /**
   * What it holds when nothing was ever set.
   *
   * @throws IllegalArgumentException the configuration's value is not one that it can have
   */
  public Value initial() {
    return fit(
        value != null
            ? value
            : switch (valueType()) {
              case BOOL -> false;
              case INT -> 0L;
              case REAL -> 0.0;
              case TEXT -> "";
            });
  }

  /** Whether it can go on with a value that it had with other settings. */
  boolean holds(Value before) {
    boolean sameType =
        switch (before) {
          case Value.Bool _ -> valueType() == ValueType.BOOL;
          case Value.Int _ -> valueType() == ValueType.INT;
          case Value.Real _ -> valueType() == ValueType.REAL;
          case Value.Text _ -> valueType() == ValueType.TEXT;
        };
    try {
      check(before);
      return sameType;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Whether the variable can have a value of its type.
   *
   * @throws IllegalArgumentException it cannot; says what came and what is wanted
   */
  void check(Value wanted) {
    switch (wanted) {
      case Value.Int(long whole) -> range((double) whole, wanted);
      case Value.Real(double real) -> range(real, wanted);
      case Value.Bool(boolean _) -> {}
      case Value.Text(String text) -> {
        if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
          throw new IllegalArgumentException(
              "got a text of %d characters, want at most %d and no control characters"
                  .formatted(text.length(), LONGEST_TEXT));
        }
      }
    }
  }

  private void range(double number, Value wanted) {
    if ((min != null && number < min) || (max != null && number > max)) {
      throw new IllegalArgumentException(
          "got %s, want %s to %s".formatted(wanted, limit(min), limit(max)));
    }
  }

  private static String limit(@Nullable Double limit) {
    return limit == null ? "any" : BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
  }
}
