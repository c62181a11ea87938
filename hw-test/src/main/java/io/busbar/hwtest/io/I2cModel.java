package io.busbar.hwtest.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The simulated MCP23017 of the guest's kernel module, which a test moves; or none, on a Pi. */
final class I2cModel {
  private static final Path MODULE = Path.of("/sys/module/i2c_regsim/parameters");
  private final boolean simulated;

  private I2cModel(boolean simulated) {
    this.simulated = simulated;
  }

  static I2cModel find() {
    return new I2cModel(Files.exists(MODULE));
  }

  boolean isSimulated() {
    return simulated;
  }

  /** The levels at its 16 pins. */
  void inputs(int levels) throws IOException {
    set("inputs", levels);
  }

  /** Whether it acknowledges nothing. */
  void away(boolean away) throws IOException {
    set("nack", away ? 1 : 0);
  }

  private void set(String parameter, int value) throws IOException {
    if (simulated) {
      Files.writeString(MODULE.resolve(parameter), Integer.toString(value));
    }
  }
}
