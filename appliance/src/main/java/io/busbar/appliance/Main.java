package io.busbar.appliance;

import java.io.IOException;
import java.io.InputStream;
import java.security.Security;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.jar.Manifest;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program and its commands. */
@Command(
    name = "busbar",
    description = "Edge gateway: field buses in, clouds out, nothing lost.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      GetCommand.class,
      SetCommand.class,
      TokenCommand.class,
      ProbeCommand.class,
      ScanCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  /**
   * For so long a name's address is not asked for again. Java's own 30 s would let attempts with
   * doubling pauses find a broker that moved only after more than a minute.
   */
  private static final String ADDRESS_KEPT_FOR_SECONDS = "5";

  public static void main(String[] arguments) {
    Security.setProperty("networkaddress.cache.ttl", ADDRESS_KEPT_FOR_SECONDS);
    LogSetup.install();
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), "want a command");
  }

  /** The version that the module was packed with. */
  static String version() {
    return Main.class.getModule().getDescriptor().rawVersion().orElse("not packed");
  }

  /**
   * When the program was made, as its manifest has it: a clock that shows an earlier time is wrong.
   */
  static Instant built() {
    try (InputStream in = Main.class.getModule().getResourceAsStream("META-INF/MANIFEST.MF")) {
      String date =
          in == null ? null : new Manifest(in).getMainAttributes().getValue("Busbar-Built");
      return date == null ? Instant.EPOCH : Instant.parse(date); // Not packed: any time may be.
    } catch (IOException | DateTimeParseException e) {
      throw new IllegalStateException("the program's own manifest cannot be read", e);
    }
  }

  /** For {@code --version}. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"busbar " + version(), "Java " + Runtime.version()};
    }
  }
}
