package io.busbar.hwtest.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs as the tests use them, each with its files in a folder of the test. */
public final class Peers {
  private static final Path SOURCES =
      Path.of(System.getProperty("basedir", "."), "src/test/peers").toAbsolutePath();

  private Peers() {}

  /** pymodbus as an SDM630 on Modbus TCP, unit 1. */
  public static PeerProcess pymodbusTcp(Path folder, int port) throws IOException {
    return new PeerProcess(
            python("pymodbus_sdm630.py", "tcp", Integer.toString(port)), log(folder, "pymodbus"))
        .untilListening(port);
  }

  /** pymodbus as an SDM630 on Modbus RTU, unit 1. It says nothing when it is ready. */
  public static PeerProcess pymodbusRtu(Path folder, Path device) throws IOException {
    return new PeerProcess(
        python("pymodbus_sdm630.py", "rtu", device.toString()), log(folder, "pymodbus"));
  }

  /** pymodbus as several units of a host, see its script. */
  public static PeerProcess pymodbusUnitsTcp(Path folder, int port) throws IOException {
    return new PeerProcess(
            python("pymodbus_units.py", "tcp", Integer.toString(port)), log(folder, "pymodbus"))
        .untilListening(port);
  }

  /** pymodbus as a heating controller, see its script. */
  public static PeerProcess pymodbusHeating(Path folder, int port) throws IOException {
    return new PeerProcess(
            python("pymodbus_heating.py", Integer.toString(port)), log(folder, "pymodbus"))
        .untilListening(port);
  }

  /** pymodbus as several units of a line. It says nothing when it is ready. */
  public static PeerProcess pymodbusUnitsRtu(Path folder, Path device) throws IOException {
    return new PeerProcess(
        python("pymodbus_units.py", "rtu", device.toString()), log(folder, "pymodbus"));
  }

  /** What pymodbus reads of input registers: decimal words, or {@code exception N}, or silent. */
  public static String pymodbusReads(
      Path folder, String kind, String where, int unit, int address, int count)
      throws IOException, InterruptedException {
    return pymodbusReads(folder, "input", kind, where, unit, address, count);
  }

  /**
   * The same of another area.
   *
   * @param area {@code input}, {@code holding} or {@code coil}
   */
  public static String pymodbusReads(
      Path folder, String area, String kind, String where, int unit, int address, int count)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "read", ".log");
    Process process =
        new ProcessBuilder(
                python("pymodbus_read.py", kind, where, "" + unit, "" + address, "" + count, area))
            .redirectOutput(log.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    return Files.readString(log).strip();
  }

  /** libmodbus as an SDM630, compiled here; {@code tcp PORT} or {@code rtu DEVICE}, unit 1. */
  public static PeerProcess libmodbus(Path folder, String kind, String where)
      throws IOException, InterruptedException {
    Path program = folder.resolve("libmodbus_sdm630");
    Path source = SOURCES.resolve("libmodbus_sdm630.c");
    String flags = "$(pkg-config --cflags --libs libmodbus)";
    run(folder, "cc -o '" + program + "' '" + source + "' " + flags);
    return new PeerProcess(List.of(program.toString(), kind, where), log(folder, "libmodbus"));
  }

  /** Two pseudo terminals joined by socat, {@code A} and {@code B} in the folder. */
  public static PeerProcess socat(Path folder) throws IOException {
    Path a = folder.resolve("A");
    Path b = folder.resolve("B");
    List<String> command =
        List.of(Peer.SOCAT.program(), "pty,raw,echo=0,link=" + a, "pty,raw,echo=0,link=" + b);
    return new PeerProcess(command, log(folder, "socat"))
        .until(() -> Files.exists(a) && Files.exists(b));
  }

  /** A file of the folder for what a program prints. */
  static Path log(Path folder, String name) {
    return folder.resolve(name + ".log");
  }

  private static List<String> python(String script, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Peer.PYMODBUS.program());
    command.add(SOURCES.resolve(script).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static void run(Path folder, String shell) throws IOException, InterruptedException {
    Path log = log(folder, "cc");
    Process process =
        new ProcessBuilder("sh", "-c", shell)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(shell + ":\n" + Files.readString(log));
    }
  }
}
