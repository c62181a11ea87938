package io.busbar.appliance.clock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this machine says of its clock and of its boot:
 *
 * <pre>
 *  /run/systemd/timesync/synchronized   systemd-timesyncd touches it whenever it has synchronised;
 *                                       /run is empty after a boot
 *  /sys/class/rtc/rtc0/hctosys          1: this chip has set the clock at boot
 *  /sys/class/rtc/rtc0/since_epoch      its own time in seconds; a chip without a battery begins
 *                                       anew, so it is believed only where it agrees
 *  /run/systemd/system                  systemd runs this machine, see sd_booted(3)
 *  /proc/sys/kernel/random/boot_id      another one after each boot
 *  /proc/uptime                         seconds since the boot
 * </pre>
 */
final class Witnesses {
  private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);

  /** Both go on by themselves after the boot, each with its own error. */
  private static final Duration CHIP_AGREES = Duration.ofMinutes(1);

  private static final double NANOS = 1e9;

  private final Path root;

  /**
   * @param root where the machine's file system begins
   */
  Witnesses(Path root) {
    this.root = root;
  }

  /** When a time service has last synchronised the clock in this boot; null when none has. */
  @Nullable FileTime synced() {
    try {
      return Files.getLastModifiedTime(root.resolve("run/systemd/timesync/synchronized"));
    } catch (IOException e) {
      return null; // It is not there, which is an answer.
    }
  }

  /** Whether a clock chip has set the clock at boot and shows this time. */
  boolean chipShows(Instant time) {
    try (DirectoryStream<Path> chips =
        Files.newDirectoryStream(root.resolve("sys/class/rtc"), "rtc*")) {
      for (Path chip : chips) {
        String seconds = text(chip.resolve("since_epoch"));
        if ("1".equals(text(chip.resolve("hctosys")))
            && seconds != null
            && agrees(Instant.ofEpochSecond(Long.parseLong(seconds)), time)) {
          return true;
        }
      }
    } catch (IOException | NumberFormatException e) {
      LOG.trace("no clock chip", e);
    }
    return false;
  }

  private static boolean agrees(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(CHIP_AGREES) <= 0;
  }

  /**
   * Whether this machine has somebody who tells when its clock is right. A container and a machine
   * without systemd have not: there whoever runs the machine keeps its clock.
   */
  boolean areThere() {
    return Files.exists(root.resolve("run/systemd/system"))
        || Files.exists(root.resolve("run/systemd/timesync"));
  }

  /** Which boot this is, never 0. Where the kernel does not say so each process is one. */
  long boot() {
    String id = text(root.resolve("proc/sys/kernel/random/boot_id"));
    try {
      if (id != null) {
        UUID uuid = UUID.fromString(id);
        return named(uuid.getMostSignificantBits() ^ uuid.getLeastSignificantBits());
      }
    } catch (IllegalArgumentException e) {
      LOG.debug("no boot id", e);
    }
    return named(new SecureRandom().nextLong());
  }

  private static long named(long boot) {
    return boot == 0 ? 1 : boot;
  }

  /**
   * Nanoseconds since the boot.
   *
   * @param otherwise where the kernel does not say so
   */
  long uptime(long otherwise) {
    String line = text(root.resolve("proc/uptime"));
    try {
      return line == null ? otherwise : (long) (Double.parseDouble(line.split(" ")[0]) * NANOS);
    } catch (NumberFormatException e) {
      LOG.debug("no uptime", e);
      return otherwise;
    }
  }

  private static @Nullable String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return null; // Another kernel has no such file.
    }
  }
}
