package io.busbar.hwtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** What an appliance reads of its machine's clock and boot, as files that a test writes. */
final class SandboxMachine {
  private final Path root;
  private long booted;

  /** A machine with systemd and without a clock chip that has booted just now. */
  SandboxMachine(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("run/systemd/system"));
    Files.createDirectories(root.resolve("proc/sys/kernel/random"));
    boot();
  }

  /** Another boot; nobody has synchronised the clock in it. */
  void boot() throws IOException {
    booted = System.nanoTime();
    Files.deleteIfExists(mark());
    Files.writeString(root.resolve("proc/sys/kernel/random/boot_id"), UUID.randomUUID() + "\n");
  }

  /** The time service has synchronised the clock now. */
  void synchronise() throws IOException {
    Files.createDirectories(mark().getParent());
    Files.writeString(mark(), "");
  }

  /** There is neither systemd nor a time service, as in a container. */
  void withoutWitnesses() throws IOException {
    Files.delete(root.resolve("run/systemd/system"));
  }

  /** The options of a virtual machine that starts now. */
  String options() throws IOException {
    double uptime = Duration.ofNanos(System.nanoTime() - booted).toMillis() / 1000.0;
    Files.writeString(root.resolve("proc/uptime"), "%.2f 0.00%n".formatted(uptime));
    return "-Dbusbar.machine=" + root;
  }

  private Path mark() {
    return root.resolve("run/systemd/timesync/synchronized");
  }
}
