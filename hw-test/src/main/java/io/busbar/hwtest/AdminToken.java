package io.busbar.hwtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An administrator's token for appliances under test, so that they count as claimed. {@code busbar
 * token} makes it once for each run of the tests; the others get a copy of its file.
 */
public final class AdminToken {
  private static final String FILE = "users.json";
  private static final int PATIENCE_SECONDS = 60;
  private static @Nullable String made;
  private static byte @Nullable [] users;

  private AdminToken() {}

  /**
   * Puts it into a data folder that nobody has yet.
   *
   * @return the token, which stands for nobody where somebody else has the folder already
   */
  public static synchronized String in(Path distribution, Path data)
      throws IOException, InterruptedException {
    Path file = data.resolve(FILE);
    if (made == null || users == null) {
      Path first = Files.createTempDirectory("busbar-token");
      made = make(distribution, first, "tests");
      users = Files.readAllBytes(first.resolve(FILE));
    }
    if (!Files.exists(file)) {
      Files.createDirectories(data);
      // As the appliance itself would have left it: a power cut must not find it half written.
      Files.write(
          file,
          users,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
    }
    return made;
  }

  /**
   * Lets {@code busbar token} make a new one, also beside a running appliance.
   *
   * @throws IOException it did not
   */
  public static String make(Path distribution, Path data, String name)
      throws IOException, InterruptedException {
    Path printed = Files.createTempFile("busbar-token", ".log");
    Process token =
        ApplianceProcess.launch(
            distribution,
            List.of("token", "--data", data.toString(), "--role", "admin", "--name", name),
            printed);
    if (!token.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || token.exitValue() != 0) {
      token.destroyForcibly();
      throw new IOException("busbar token made none:\n" + Files.readString(printed));
    }
    return Files.readString(printed).strip();
  }
}
