package io.busbar.web.pages;

import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How numbers, ages and times read. {@code live.js} has the same rules for what comes later. */
public final class Forms {
  private final Texts texts;

  public Forms(Texts texts) {
    this.texts = texts;
  }

  /**
   * A value without its unit: about four digits that matter, and never fewer than before the point.
   */
  public String value(@Nullable Object value, String unit) {
    return switch (value) {
      case null -> "–";
      case Boolean on -> texts.get(on ? "value.on" : "value.off");
      case Double number -> real(number, unit);
      case Long number -> count(number);
      default -> value.toString();
    };
  }

  /** What kind of value this is: {@code real}, {@code whole}, {@code state} or {@code text}. */
  public static String type(@Nullable Object value) {
    return switch (value) {
      case Double _ -> "real";
      case Long _ -> "whole";
      case Boolean _ -> "state";
      case null, default -> "text";
    };
  }

  /** A whole number, grouped. */
  public String count(long number) {
    return NumberFormat.getIntegerInstance(texts.locale()).format(number);
  }

  /** An age in its largest whole unit. */
  public String age(@Nullable Long millis) {
    if (millis == null) {
      return "–";
    }
    long seconds = Math.max(0, millis) / 1000;
    if (seconds < 60) {
      return texts.get("age.s", seconds);
    }
    if (seconds < 3600) {
      return texts.get("age.min", seconds / 60);
    }
    return seconds < 86_400
        ? texts.get("age.h", seconds / 3600)
        : texts.get("age.d", count(seconds / 86_400));
  }

  /** The age of something at a time of the same clock. */
  public String age(Instant then, Instant now) {
    return age(Duration.between(then, now).toMillis());
  }

  private String real(double number, String unit) {
    NumberFormat format = NumberFormat.getInstance(texts.locale());
    int decimals = decimals(Math.abs(number), unit);
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(decimals);
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format.format(number == 0 ? 0.0 : number);
  }

  /**
   * Fixed decimals, so that a column of numbers stands still. A grid's frequency lives in the mHz.
   */
  private static int decimals(double size, String unit) {
    if (unit.equals("Hz")) {
      return 3;
    }
    if (size == 0 || size >= 1000) {
      return 0;
    }
    if (size >= 100) {
      return 1;
    }
    if (size >= 10) {
      return 2;
    }
    return size >= 0.01 ? 3 : 6;
  }
}
