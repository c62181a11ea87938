package io.busbar.appliance;

import io.busbar.drivers.BusException;
import io.busbar.drivers.Listening.Heard;
import io.busbar.drivers.dash7.Probe;
import io.busbar.drivers.dash7.Recording;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.PortName;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code busbar probe --port P}: what DASH7 modem is there and what it hears. */
@Command(
    name = "probe",
    description =
        "Says what DASH7 modem is at a port, listens and prints every frame: exit 0, 1 when no"
            + " modem answers.")
final class ProbeCommand implements Callable<Integer> {
  private static final int LONGEST_PORT = 300;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  /** A modem or what one said before. */
  static final class Source extends PortOption {
    @Option(
        names = "--replay",
        paramLabel = "FILE",
        description = "A recording in place of a modem.")
    private @Nullable Path replay;
  }

  @Option(names = "--baud", defaultValue = "115200", description = "By default ${DEFAULT-VALUE}.")
  private int baudRate;

  @Option(
      names = "--listen",
      paramLabel = "N",
      defaultValue = "10",
      description = "Seconds to listen, by default ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Writes every byte of both ways into a new file.")
  private @Nullable Path record;

  @Override
  public Integer call() {
    LogSetup.level(Level.WARNING);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Probe probe = new Probe(line -> print(out, line), InstantSource.system(), System::nanoTime);
    try {
      show(out, source.replay == null ? live(probe) : replayed(probe, source.replay));
      return 0;
    } catch (BusException e) {
      err.println(e.advice());
      return 1;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println("cannot use the file of the recording: " + e);
      return 2;
    }
  }

  private Probe.Found live(Probe probe) throws BusException, IOException {
    String port = String.valueOf(source.port);
    String problem = port.length() > LONGEST_PORT ? "got a name too long" : PortName.problem(port);
    if (problem != null || baudRate <= 0 || seconds < 0) {
      throw new IllegalArgumentException(
          problem != null ? "--port: " + problem : "want --baud above 0 and --listen from 0 on");
    }
    try (SerialPort open =
        recorded(SerialPort.open(new SerialSettings(port, baudRate, 8, Parity.NONE, 1)))) {
      return probe.listen(open, port, Duration.ofSeconds(seconds));
    }
  }

  private SerialPort recorded(SerialPort port) throws IOException {
    if (record == null) {
      return port;
    }
    try {
      return Recording.record(port, Files.newBufferedWriter(record), System::nanoTime);
    } catch (IOException e) {
      port.close();
      throw e;
    }
  }

  private static Probe.Found replayed(Probe probe, Path file) throws BusException, IOException {
    try (BufferedReader recording = Files.newBufferedReader(file)) {
      return probe.replay(recording);
    }
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private static void show(PrintWriter out, Probe.Found found) {
    out.println();
    out.println(
        found.uid().isEmpty()
            ? "The modem did not say who it is."
            : "Modem " + found.uid() + ", firmware " + found.version());
    out.println(found.frames() + " frames, " + found.noiseBytes() + " bytes of noise");
    found.nodes().forEach(node -> out.println(line(node)));
  }

  private static String line(Heard node) {
    return "Node %s: link budget %d dB, %d dBm, %d messages; %s"
        .formatted(
            node.uid(),
            node.linkBudget(),
            node.rxLevel(),
            node.messages(),
            node.layouts().isEmpty()
                ? "no layout knows its files"
                : "may be " + String.join(" or ", node.layouts()));
  }
}
