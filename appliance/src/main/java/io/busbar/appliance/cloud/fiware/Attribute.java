package io.busbar.appliance.cloud.fiware;

import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.appliance.cloud.JsonText;
import io.busbar.appliance.cloud.Numbers;
import io.busbar.appliance.process.Send.Reading;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of an entity and where it comes from.
 *
 * @param name with a dot and a part in it when it is a member of a structured attribute, for
 *     example {@code phaseVoltage.L1}
 */
record Attribute(String name, Point point, Kind kind) {
  static final String NOTHING = "null";

  /** A measured ratio may overshoot its bound by rounding; so much of it still is the bound. */
  private static final BigDecimal SLACK = new BigDecimal("0.01");

  /** What one unit is of another. Units that are equal need no line. */
  private static final Map<String, BigDecimal> FACTORS =
      Map.ofEntries(
          Map.entry("Wh kWh", new BigDecimal("0.001")),
          Map.entry("varh kvarh", new BigDecimal("0.001")),
          Map.entry("VAh kVAh", new BigDecimal("0.001")),
          Map.entry("kW W", new BigDecimal("1000")),
          Map.entry("kvar var", new BigDecimal("1000")),
          Map.entry("kVA VA", new BigDecimal("1000")),
          Map.entry("% 1", new BigDecimal("0.01")),
          Map.entry("V mV", new BigDecimal("1000")),
          Map.entry("A mA", new BigDecimal("1000")),
          Map.entry("hPa mbar", BigDecimal.ONE),
          Map.entry("Pa mbar", new BigDecimal("0.01")),
          Map.entry("m/s km/h", new BigDecimal("3.6")));

  /**
   * What an attribute wants.
   *
   * @param unit empty when it does not say, 1 for a ratio
   * @param min null for no bound
   * @param max null for no bound
   * @param text whether it is a text whatever the value is
   * @param variable the canonical variable that it is by itself, empty for none
   */
  record Kind(
      String unit,
      @Nullable BigDecimal min,
      @Nullable BigDecimal max,
      boolean text,
      String variable) {
    static final Kind OWN = new Kind("", null, null, false, "");
  }

  /** The attribute proper, before the dot. */
  String base() {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** The member of a structured attribute; null of a plain one. */
  @Nullable String member() {
    int dot = name.indexOf('.');
    return dot < 0 ? null : name.substring(dot + 1);
  }

  /** What the variable's value is to be multiplied with; null when its unit cannot become ours. */
  @Nullable BigDecimal factor() {
    String from = point.unit();
    boolean same = from.isEmpty() || kind.unit().isEmpty() || from.equals(kind.unit());
    return same ? BigDecimal.ONE : FACTORS.get(from + " " + kind.unit());
  }

  /** A reading as JSON; {@code null} unless it is good and within the bounds of the data model. */
  String json(Reading reading) {
    Value value = reading.quality() == Quality.GOOD ? reading.value() : null;
    return switch (value) {
      case null -> NOTHING;
      case Value.Text text -> JsonText.of(text);
      case Value.Bool state ->
          kind.text() ? JsonText.of(new Value.Text(Numbers.text(state))) : Numbers.text(state);
      case Value.Int(long whole) -> number(BigDecimal.valueOf(whole), value);
      case Value.Real(double real) -> number(BigDecimal.valueOf(real), value);
    };
  }

  private String number(BigDecimal number, Value value) {
    if (kind.text()) {
      return JsonText.of(new Value.Text(Numbers.text(value)));
    }
    BigDecimal factor = factor();
    boolean asItIs = factor == null || factor.compareTo(BigDecimal.ONE) == 0;
    BigDecimal scaled = asItIs ? number : number.multiply(factor);
    BigDecimal bounded = bounded(scaled);
    if (bounded == null) {
      return NOTHING;
    }
    return asItIs && bounded.compareTo(number) == 0
        ? Numbers.text(value)
        : Numbers.text(new Value.Real(bounded.doubleValue()));
  }

  private @Nullable BigDecimal bounded(BigDecimal number) {
    BigDecimal min = kind.min();
    BigDecimal max = kind.max();
    if (min != null && number.compareTo(min) < 0) {
      boolean near = max != null && min.subtract(number).compareTo(SLACK) <= 0;
      return near ? min : null;
    }
    if (max != null && number.compareTo(max) > 0) {
      return number.subtract(max).compareTo(SLACK) <= 0 ? max : null;
    }
    return number;
  }
}
