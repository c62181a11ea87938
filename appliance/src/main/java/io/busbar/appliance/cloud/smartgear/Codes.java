package io.busbar.appliance.cloud.smartgear;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data points of the platform: all of document 003, category 0 and source health of its page
 * "topic identification". The harmonics, 11/200 to 11/439, have no names there and are reached by
 * their numbers.
 */
final class Codes {
  static final List<Code> ALL = load();

  /** What a code is. */
  static final String FORM = "^(0|[1-9][0-9]{0,4})/(0|[1-9][0-9]{0,4})$";

  private Codes() {}

  /**
   * One data point.
   *
   * @param code category and number, for example {@code 11/49}
   * @param name what the platform calls it
   * @param variable the canonical variable that it is by itself, empty for none
   */
  record Code(String code, String name, String variable) {}

  /** How a data point is sent (document 003, Quality of Service and Message Retention). */
  enum Delivery {
    /** Not critical: at most once. */
    BEST_EFFORT,
    /** Measured: as the connection's setting says. */
    DATA,
    /** Alarms, states and configuration: at least once, and kept for later subscribers. */
    STATE
  }

  /** The code of a canonical variable; null when there is none. */
  static @Nullable String of(String variable) {
    for (Code code : ALL) {
      if (!variable.isEmpty() && code.variable().equals(variable)) {
        return code.code();
      }
    }
    return null;
  }

  static Delivery delivery(String code) {
    int slash = code.indexOf('/');
    int category = Integer.parseInt(code.substring(0, slash));
    int point = Integer.parseInt(code.substring(slash + 1));
    return switch (category) {
      case 0 -> Delivery.BEST_EFFORT;
      // Compliance, ATO, status and alarm, source health.
      case 21, 31, 32, 33 -> Delivery.STATE;
      // Alarms and warnings come before the temperatures.
      case 48 -> point <= 30 ? Delivery.STATE : Delivery.DATA;
      default -> point == 0 ? Delivery.STATE : Delivery.DATA;
    };
  }

  private static List<Code> load() {
    try (InputStream in = Codes.class.getResourceAsStream("codes.csv")) {
      if (in == null) {
        throw new IllegalStateException("no resource codes.csv");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<Code> codes = new ArrayList<>();
      lines
          .lines()
          .skip(1)
          .map(line -> line.split(";", -1))
          .forEach(row -> codes.add(new Code(row[0], row[1], row[2])));
      return List.copyOf(codes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
