package io.busbar.appliance;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.busbar.drivers.modbus.ModbusScan;
import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.drivers.modbus.ScanProgress;
import io.busbar.drivers.modbus.ScanRequest;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import io.busbar.web.Console.FoundView;
import io.busbar.web.Console.ProposalView;
import io.busbar.web.Console.ScanOrder;
import io.busbar.web.Console.ScanView;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code busbar scan --port P} or {@code --host H}: which Modbus devices are there. */
@Command(
    name = "scan",
    description =
        "Searches Modbus devices on a serial line or in a network; it only reads. Exit 0 when some"
            + " were found, 3 when none, 1 when the port or host cannot be used, 2 when the command"
            + " is not right. A port that a running appliance has: POST /api/v1/scan there.")
final class ScanCommand implements Callable<Integer> {
  private static final int NONE_FOUND = 3;
  private static final Duration STEP = Duration.ofMillis(200);

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Where where = new Where();

  /** A serial port or hosts. */
  static final class Where extends PortOption {
    @Option(
        names = "--host",
        paramLabel = "H",
        description = "A host, a net (192.168.1.0/24) or a range (192.168.1.10-20).")
    private @Nullable String host;
  }

  @Option(
      names = "--baud",
      split = ",",
      paramLabel = "N",
      defaultValue = "9600,19200",
      description = "Baud rates of a port, by default ${DEFAULT-VALUE}.")
  private List<Integer> baud = new ArrayList<>();

  @Option(
      names = "--parity",
      split = ",",
      paramLabel = "W",
      defaultValue = "none,even",
      description = "Of none, even, odd; by default ${DEFAULT-VALUE}.")
  private List<String> parity = new ArrayList<>();

  @Option(
      names = "--direction",
      paramLabel = "W",
      defaultValue = "adapter",
      description =
          "Who switches the RS-485 line of a port to sending: adapter, kernel, kernel-inverted or"
              + " rts; by default ${DEFAULT-VALUE}.")
  private String direction = "adapter";

  @Option(
      names = "--tcp-port",
      paramLabel = "N",
      defaultValue = "502",
      description = "Of a host, by default ${DEFAULT-VALUE}.")
  private int tcpPort;

  @Option(
      names = "--units",
      paramLabel = "R",
      description = "Unit ids such as 1-32,40; by default 1-247 of a port and 1 of a host.")
  private @Nullable String units;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder, for the register maps in DIR/meters.")
  private @Nullable Path data;

  @Option(names = "--json", description = "Prints the result as GET /api/v1/scan gives it.")
  private boolean json;

  @Override
  public Integer call() {
    LogSetup.level(Level.WARNING);
    PrintWriter err = spec.commandLine().getErr();
    List<Problem> problems = new ArrayList<>();
    ScanRequest request = ScanDesk.request(order(), problems);
    if (request == null) {
      problems.forEach(
          problem -> err.println("--" + problem.path().substring(1) + ": " + problem.message()));
      return 2;
    }
    RegisterLibrary library =
        data == null ? new RegisterLibrary() : new RegisterLibrary(data.resolve(Kinds.METERS));
    ModbusScan scan = ModbusScan.start(request, library, _ -> null);
    // Ctrl-C: what was found until then is printed, too.
    Thread end = new Thread(scan::cancel, "shutdown");
    Runtime.getRuntime().addShutdownHook(end);
    ScanProgress progress = followed(scan, err);
    return told(progress);
  }

  private ScanOrder order() {
    String usual = where.port == null ? "1" : "1-247";
    return new ScanOrder(
        where.port, baud, parity, direction, where.host, tcpPort, units == null ? usual : units);
  }

  /** Says on standard error how it goes, where somebody looks at it. */
  private static ScanProgress followed(ModbusScan scan, PrintWriter err) {
    boolean shown = isWatched();
    ScanProgress progress = scan.progress();
    while (!progress.isOver()) {
      scan.await(STEP);
      progress = scan.progress();
      if (shown) {
        err.printf(
            Locale.ROOT,
            "\r%d of %d asked, %d found, at most %d s to go   ",
            progress.asked(),
            progress.total(),
            progress.found().size(),
            progress.left().toSeconds());
        err.flush();
      }
    }
    if (shown) {
      err.println();
    }
    return progress;
  }

  /** Since JDK 25 there is no console again where there is no terminal. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isWatched() {
    return System.console() != null && System.console().isTerminal();
  }

  private int told(ScanProgress progress) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ScanView view =
        ScanDesk.view(progress, String.valueOf(where.port == null ? where.host : where.port));
    if (json) {
      out.println(text(view));
    } else {
      table(view, out);
      view.remarks().forEach(err::println);
    }
    out.flush();
    if (view.reason() != null) {
      err.println(view.reason());
      return 1;
    }
    return view.found().isEmpty() ? NONE_FOUND : 0;
  }

  private static void table(ScanView view, PrintWriter out) {
    String row = "%-28s %4s  %-24s %-22s %s%n";
    out.printf(Locale.ROOT, row, "PLACE", "UNIT", "ANSWER", "METER", "WHY");
    for (FoundView found : view.found()) {
      List<ProposalView> proposals = found.proposals();
      ProposalView first =
          proposals.isEmpty()
              ? new ProposalView("-", found.says().isEmpty() ? "says nothing" : found.says())
              : proposals.getFirst();
      out.printf(
          Locale.ROOT,
          row,
          found.place(),
          found.unitId(),
          found.answer(),
          first.meter(),
          first.reason());
      proposals.stream()
          .skip(1)
          .forEach(more -> out.printf(Locale.ROOT, row, "", "", "", more.meter(), more.reason()));
    }
  }

  private static String text(ScanView view) {
    try {
      return DocumentSchema.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a view cannot be written as JSON", e);
    }
  }
}
