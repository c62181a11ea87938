package io.busbar.appliance.console;

import io.busbar.appliance.process.WholeFile;
import io.busbar.web.Setup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step of the first start that is to be done, one word in {@code setup-step} of the data
 * folder. The file is there before the claim is, so no moment is without it; when the steps are
 * over it is gone.
 */
final class ConsoleSetup implements Setup {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleSetup.class);

  private final Path file;
  private final BooleanSupplier claimed;
  private @Nullable Step now;

  /**
   * @param claimed whether somebody has the appliance
   */
  ConsoleSetup(Path data, BooleanSupplier claimed) {
    this.file = data.resolve("setup-step");
    this.claimed = claimed;
    this.now = read();
  }

  private @Nullable Step read() {
    try {
      return Step.of(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      LOG.trace("no first steps", e);
    } catch (IOException e) {
      LOG.warn("{} cannot be read, so the first steps are not offered", file, e);
    }
    return null;
  }

  @Override
  public synchronized @Nullable Step step() {
    return now;
  }

  @Override
  public synchronized void begin() {
    if (now != Step.SITE && !claimed.getAsBoolean()) {
      String fault = go(Step.SITE);
      if (fault != null) {
        LOG.warn("the first steps do not outlast a restart: {}", fault);
      }
    }
  }

  @Override
  public synchronized @Nullable String go(@Nullable Step step) {
    try {
      if (step == null) {
        Files.deleteIfExists(file);
      } else if (step != now) {
        WholeFile.write(file, step.word().getBytes(StandardCharsets.UTF_8));
      }
      now = step;
      return null;
    } catch (IOException e) {
      LOG.error("{} cannot be written", file, e);
      return "cannot write " + file + ": " + e.getMessage() + "; is the disk full or read-only?";
    }
  }
}
