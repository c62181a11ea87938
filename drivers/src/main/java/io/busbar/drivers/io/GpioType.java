package io.busbar.drivers.io;

import io.busbar.drivers.BusType;
import io.busbar.drivers.Claim;
import io.busbar.drivers.Driver;
import io.busbar.drivers.schema.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The bus type {@code gpio}, for the composition root.
 *
 * @param pins the machine's lines
 * @param boards the carrier boards it knows
 * @param folder where the counts are kept, usually the data folder
 * @param clock stamps the samples
 * @param nanos the clock of the edges' time stamps, usually {@code System::nanoTime}
 */
public record GpioType(
    Pins pins, BoardLibrary boards, Path folder, InstantSource clock, LongSupplier nanos)
    implements BusType<GpioSettings> {
  private static final Duration LONGEST_DEBOUNCE = Duration.ofSeconds(10);

  @Override
  public String type() {
    return "gpio";
  }

  @Override
  public Class<GpioSettings> settings() {
    return GpioSettings.class;
  }

  /** The FP's name for the board itself. */
  @Override
  public Set<String> ownNames() {
    return Set.of("MB");
  }

  @Override
  public List<Problem> check(GpioSettings settings) {
    List<Problem> found = new ArrayList<>();
    Checks.board(settings.board(), boards, found);
    Checks.names(settings.inputs(), GpioSettings.Input::name, "/inputs", found);
    Checks.names(settings.outputs(), GpioSettings.Output::name, "/outputs", found);
    Checks.names(settings.counters(), GpioSettings.Counter::name, "/counters", found);
    Duration hour = Duration.ofHours(1);
    Checks.range(settings.saveCounters(), Duration.ofSeconds(1), hour, "/saveCounters", found);
    for (int i = 0; i < settings.inputs().size(); i++) {
      Duration debounce = settings.inputs().get(i).debounce();
      Checks.range(debounce, Duration.ZERO, LONGEST_DEBOUNCE, "/inputs/" + i + "/debounce", found);
    }
    for (int i = 0; i < settings.outputs().size(); i++) {
      Checks.deadMan(settings.outputs().get(i).deadMan(), "/outputs/" + i + "/deadMan", found);
    }
    for (int i = 0; i < settings.counters().size(); i++) {
      Duration debounce = settings.counters().get(i).debounce();
      Checks.range(
          debounce, Duration.ZERO, LONGEST_DEBOUNCE, "/counters/" + i + "/debounce", found);
    }
    return found;
  }

  @Override
  public List<Claim> claims(GpioSettings settings) {
    List<Claim> claims = new ArrayList<>();
    GpioSettings whole = boards.with(settings);
    for (GpioSettings.Input each : whole.inputs()) {
      claims.add(
          Claim.line(
              each.line(), "input " + each.name(), place(settings.inputs(), each, "/inputs/")));
    }
    for (GpioSettings.Output each : whole.outputs()) {
      claims.add(
          Claim.line(
              each.line(), "output " + each.name(), place(settings.outputs(), each, "/outputs/")));
    }
    for (int i = 0; i < whole.counters().size(); i++) {
      GpioSettings.Counter each = whole.counters().get(i);
      claims.add(Claim.line(each.line(), "counter " + each.name(), "/counters/" + i + "/line"));
    }
    GpioSettings.PanelLines panel = whole.panel();
    if (panel != null) {
      panel(panel.red(), "red", claims);
      panel(panel.green(), "green", claims);
      panel(panel.button(), "button", claims);
    }
    return claims;
  }

  /** Where a line is named: among the bus's own, or by its board. */
  private static <T> String place(List<T> own, T line, String list) {
    int index = own.indexOf(line);
    return index < 0 ? "/board" : list + index + "/line";
  }

  private static void panel(
      @org.jspecify.annotations.Nullable Integer line, String key, List<Claim> claims) {
    if (line != null) {
      claims.add(Claim.line(line, "panel " + key, "/panel/" + key));
    }
  }

  @Override
  public Driver driver(GpioSettings settings) {
    return new GpioBus(
        boards.with(settings), pins, new CounterFile(folder, settings.name()), clock, nanos);
  }
}
