package io.busbar.appliance.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When and from where an appliance can be claimed that nobody has (rules S-02 and S-03): within an
 * hour of its start, from a network that it is plugged into, and with the code of its label when it
 * has one.
 */
final class ClaimRules {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimRules.class);
  private static final Duration WINDOW = Duration.ofMinutes(60);
  private static final int MOST_WRONG_CODES = 5;

  private final Path codeFile;
  private final LongSupplier nanoTime;
  private long started;
  private int wrongCodes;

  ClaimRules(Path folder, LongSupplier nanoTime) {
    this.codeFile = folder.resolve("setup-code");
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  /** Opens the time for a claim anew. */
  synchronized void open() {
    started = nanoTime.getAsLong();
    wrongCodes = 0;
  }

  /** Why not, with what to do; null when it can be. */
  synchronized @Nullable String refusal(@Nullable String code, String from) {
    if (nanoTime.getAsLong() - started > WINDOW.toNanos()) {
      return "an appliance can be claimed for 60 minutes after its start; start it anew";
    }
    if (!Neighbours.isNear(from)) {
      return "an appliance can be claimed only from a network that it is plugged into; connect"
          + " your computer to the same network";
    }
    return codeRefusal(code);
  }

  private @Nullable String codeRefusal(@Nullable String code) {
    if (!Files.exists(codeFile)) {
      return null;
    }
    if (wrongCodes >= MOST_WRONG_CODES) {
      return "the setup code was wrong 5 times; start the appliance anew";
    }
    try {
      byte[] wanted = Files.readString(codeFile).strip().getBytes(StandardCharsets.UTF_8);
      byte[] got = (code == null ? "" : code.strip()).getBytes(StandardCharsets.UTF_8);
      if (wanted.length > 0 && MessageDigest.isEqual(wanted, got)) {
        return null;
      }
      wrongCodes += code == null ? 0 : 1;
      return "code: got no or another setup code, want that of the label";
    } catch (IOException e) {
      LOG.error("{} cannot be read, so nobody can claim the appliance", codeFile, e);
      return "the setup code of this appliance cannot be read; its log says why";
    }
  }
}
