package io.busbar.appliance.clock;

import io.busbar.appliance.process.Correction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A machine whose clock, time service, chip and boots are the test's own hands. */
final class Bench {
  static final Instant BUILT = Instant.parse("2026-11-21T00:00:00Z");

  /** What time it really is. */
  Instant truth = Instant.parse("2027-03-01T12:00:00Z");

  /** What the machine's clock shows. */
  Instant machine = truth;

  /** Every correction that a clock made, in order. */
  final List<Correction> corrections = new ArrayList<>();

  private final Path folder;
  private final Path root;
  private long nanos = Long.MAX_VALUE - 3_000_000_000L;
  private long bootNanos = nanos;

  /** A machine with systemd, in its first boot, a minute old. */
  Bench(Path folder) throws IOException {
    this.folder = folder;
    this.root = folder.resolve("root");
    Files.createDirectories(root.resolve("proc/sys/kernel/random"));
    Files.createDirectories(root.resolve("run/systemd/system"));
    Files.createDirectories(root.resolve("sys/class/rtc"));
    boot();
  }

  /** Starts the appliance. */
  ApplianceClock start() throws IOException {
    double uptime = (nanos - bootNanos) / 1e9;
    write("proc/uptime", "%.2f 1.00%n".formatted(uptime));
    return new ApplianceClock(
        new ClockFile(folder.resolve("clock.json")),
        new Witnesses(root),
        () -> machine,
        () -> nanos,
        BUILT);
  }

  /** The machine is off for a while and boots, a minute ago. */
  void boot() throws IOException {
    Files.deleteIfExists(root.resolve("run/systemd/timesync/synchronized"));
    write("proc/sys/kernel/random/boot_id", UUID.randomUUID() + "\n");
    bootNanos = nanos;
    pass(Duration.ofMinutes(1));
  }

  /** Time passes, for every clock. */
  void pass(Duration time) {
    nanos += time.toNanos();
    truth = truth.plus(time);
    machine = machine.plus(time);
  }

  /** The time service sets the machine's clock and says so. */
  void synchronise() throws IOException {
    machine = truth;
    Path mark = root.resolve("run/systemd/timesync/synchronized");
    Files.createDirectories(mark.getParent());
    Files.writeString(mark, "");
    Files.setLastModifiedTime(mark, FileTime.from(machine));
  }

  /** A machine without systemd, as a container is one. */
  void withoutWitnesses() throws IOException {
    Files.delete(root.resolve("run/systemd/system"));
  }

  /** A chip that has set the clock at boot and shows a time now. */
  void chip(Instant shows) throws IOException {
    write("sys/class/rtc/rtc0/hctosys", "1\n");
    write("sys/class/rtc/rtc0/since_epoch", shows.getEpochSecond() + "\n");
  }

  boolean look(ApplianceClock clock) {
    return clock.look(known -> corrections.add(known.get()));
  }

  Handed handOver(ApplianceClock clock, Instant time) {
    return clock.handOver(time, known -> corrections.add(known.get()));
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
