package io.busbar.appliance;

import io.busbar.appliance.config.Config;
import io.busbar.drivers.io.BoardLibrary;
import io.busbar.drivers.io.GpioSettings;
import io.busbar.drivers.io.Header;
import io.busbar.drivers.io.I2cSettings;
import io.busbar.drivers.io.OneWireSettings;
import io.busbar.drivers.io.Terminal;
import io.busbar.drivers.io.Terminals;
import io.busbar.drivers.schema.DurationText;
import io.busbar.web.Wires;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The terminals as the web sees them.
 *
 * @param configured the buses in force
 */
record WiresDesk(Supplier<List<Config.Bus<?>>> configured, BoardLibrary library) implements Wires {
  WiresDesk(Supplier<List<Config.Bus<?>>> configured) {
    this(configured, BoardLibrary.shipped());
  }

  @Override
  public List<WiresView> buses() {
    return configured.get().stream().filter(bus -> isIo(bus.settings())).map(this::view).toList();
  }

  private static boolean isIo(Object settings) {
    return settings instanceof GpioSettings
        || settings instanceof I2cSettings
        || settings instanceof OneWireSettings;
  }

  private WiresView view(Config.Bus<?> bus) {
    return new WiresView(
        bus.name(),
        bus.type().type(),
        library.title(board(bus.settings())).orElse(null),
        new Terminals(library).of(bus.settings()).stream().map(WiresDesk::view).toList());
  }

  private static @Nullable String board(Object settings) {
    return switch (settings) {
      case GpioSettings gpio -> gpio.board();
      case I2cSettings i2c -> i2c.board();
      default -> null;
    };
  }

  private static TerminalView view(Terminal one) {
    Integer line = one.line();
    Duration deadMan = one.deadMan();
    return new TerminalView(
        one.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        one.point().isEmpty() ? "" : "/Process/" + one.point(),
        one.label(),
        line,
        line == null ? null : Header.pin(line),
        one.place(),
        one.pull(),
        one.activeLow(),
        one.safe(),
        deadMan == null ? null : DurationText.format(deadMan));
  }

  @Override
  public List<BoardView> boards() {
    return library.ids().stream()
        .map(id ->
            new BoardView(
                id, library.title(id).orElse(id), library.hasLines(id), library.hasChips(id)))
        .toList();
  }
}
