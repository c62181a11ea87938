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

  /**
   * How its registers were read, as far as the module counts that.
   *
   * @throws SmokeException a register was selected in one transaction and read in another
   */
  String transactions() throws IOException, SmokeException {
    if (!Files.exists(MODULE.resolve("combined"))) {
      return "";
    }
    int combined = counted("combined");
    int alone = counted("alone");
    if (combined == 0 || alone > 0) {
      throw new SmokeException(
          "got %d reads after a repeated start and %d alone, want all after a repeated start"
              .formatted(combined, alone));
    }
    return ", " + combined + " reads after a repeated start";
  }

  private static int counted(String parameter) throws IOException {
    return Integer.parseInt(Files.readString(MODULE.resolve(parameter)).strip());
  }

  private void set(String parameter, int value) throws IOException {
    if (simulated) {
      Files.writeString(MODULE.resolve(parameter), Integer.toString(value));
    }
  }
}
