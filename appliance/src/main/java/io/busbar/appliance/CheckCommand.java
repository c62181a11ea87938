package io.busbar.appliance;

import io.busbar.appliance.config.Config;
import io.busbar.drivers.BusLoad;
import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.drivers.schema.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code busbar check FILE}: every problem of a configuration, with its place. */
@Command(
    name = "check",
    description = "Checks a configuration without using it: exit 0 when good, 2 when not.")
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The configuration, a JSON file.")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder, for the register maps in DIR/meters.")
  private @Nullable Path data;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      RegisterLibrary meters =
          data == null ? new RegisterLibrary() : new RegisterLibrary(data.resolve(Kinds.METERS));
      meters.alarms().forEach(out::println);
      Config config =
          Kinds.configReader(InstantSource.system(), meters, Path.of(""))
              .read(Files.readAllBytes(file));
      config
          .buses()
          .forEach(bus -> config.load(bus).ifPresent(load -> print(bus.name(), load, out)));
      out.println(file + ": good");
      return 0;
    } catch (RefusedException e) {
      e.problems().forEach(out::println);
      out.println(file + ": " + e.problems().size() + " to mend");
    } catch (IOException e) {
      spec.commandLine().getErr().println("cannot read " + file + ": " + e);
    }
    return 2;
  }

  private static void print(String bus, BusLoad load, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "bus %s: %d requests, %d bytes, %d ms a cycle; %.0f %% of the line%n",
        bus,
        load.requests(),
        load.bytes(),
        load.busy().toMillis(),
        100 * load.utilisation());
    if (!load.fits()) {
      out.printf(
          Locale.ROOT,
          "warning: bus %s cannot keep its poll intervals: got %.0f %%, want at most 100 %%."
              + " Raise pollInterval or baudRate, or put some devices on a line of their own%n",
          bus,
          100 * load.utilisation());
    }
  }
}
