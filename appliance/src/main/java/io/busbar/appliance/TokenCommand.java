package io.busbar.appliance;

import io.busbar.appliance.access.AccessControl;
import io.busbar.web.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code busbar token}: a new API token, also beside a running appliance. */
@Command(
    name = "token",
    description =
        "Makes an API token and prints it alone: exit 0, 2 when there is none. It is told only"
            + " now. An appliance that runs on the same folder takes it at once, and counts as"
            + " claimed.")
final class TokenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "The data folder.")
  private Path data;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "viewer, installer or admin.")
  private String role;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "N",
      description = "What it is called in lists and in the audit log.")
  private String name;

  @Override
  public Integer call() {
    Role wanted = Role.of(role);
    if (wanted == null) {
      return refused("--role: got " + role + ", want one of " + Role.words());
    }
    try {
      AccessControl access = new AccessControl(data, InstantSource.system(), System::nanoTime);
      spec.commandLine().getOut().println(access.addToken(name, wanted).text());
      return 0;
    } catch (IllegalArgumentException e) {
      return refused("--" + e.getMessage());
    } catch (IOException e) {
      return refused(data + ": " + e.getMessage());
    }
  }

  private int refused(String sentence) {
    spec.commandLine().getErr().println(sentence);
    return 2;
  }
}
