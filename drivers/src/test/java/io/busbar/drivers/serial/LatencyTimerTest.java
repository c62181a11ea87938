package io.busbar.drivers.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LatencyTimerTest {
  @TempDir private Path folder;
  private Path device;
  private Path timer;

  @BeforeEach
  void plugIn() throws IOException {
    device =
        Files.createSymbolicLink(
            folder.resolve("by-id"), Files.createFile(folder.resolve("ttyUSB0")));
    timer = Files.createDirectories(folder.resolve("sys/ttyUSB0")).resolve("latency_timer");
  }

  private @Nullable String hint() {
    return LatencyTimer.hint(folder.resolve("sys"), device);
  }

  @Test
  void anAdapterAsItComesIsTold() throws IOException {
    Files.writeString(timer, "16\n");
    assertEquals(
        "the USB adapter at %s holds answers back for up to 16 ms: write 1 to %s, and make that lasting with a udev rule"
            .formatted(device, timer),
        hint());
  }

  @Test
  void aQuickAdapterAndAnyOtherPortNeedNothing() throws IOException {
    assertNull(hint());
    Files.writeString(timer, "1\n");
    assertNull(hint());
    Files.writeString(timer, "what\n");
    assertNull(hint());
    assertNull(LatencyTimer.hint("tcp://192.0.2.1:4001"));
    assertNull(LatencyTimer.hint(folder.resolve("sys"), folder.resolve("gone")));
  }
}
