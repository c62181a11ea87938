package io.busbar.drivers.io;

import io.busbar.drivers.io.I2cSettings.Kind;

/**
 * The registers of the port expanders. One with 16 pins has the low byte, port A or 0, in the
 * register that is named and the high byte in the next one, and counts on by itself.
 *
 * <ul>
 *   <li>MCP23008: Microchip DS21919, table 1-3
 *   <li>MCP23017: Microchip DS20001952, table 3-5 (IOCON.BANK = 0)
 *   <li>PCA9555: NXP PCA9555 data sheet, section 6.2
 *   <li>PCF8574: TI SCPS068; it has no registers: a written byte is the latch, a read one the pins,
 *       and a pin whose latch is high is an input
 * </ul>
 *
 * @param direction a 1 is an input
 * @param pullUp {@link #NONE} where it has none that can be switched
 * @param latch what outputs drive
 * @param pins the levels of all pins
 * @param interrupts a 1 tells of a change; {@link #NONE} where every change is told anyway
 * @param control IOCON, which makes one interrupt pin for all, open drain
 */
record Expander(
    int width,
    int direction,
    int pullUp,
    int latch,
    int pins,
    int interrupts,
    int control,
    int oneInterrupt) {
  static final int NONE = -1;

  private static final Expander MCP23008 =
      new Expander(8, 0x00, 0x06, 0x0A, 0x09, 0x02, 0x05, 0x04);
  private static final Expander MCP23017 =
      new Expander(16, 0x00, 0x0C, 0x14, 0x12, 0x04, 0x0A, 0x44);
  private static final Expander PCA9555 = new Expander(16, 0x06, NONE, 0x02, 0x00, NONE, NONE, 0);
  private static final Expander PCF8574 = new Expander(8, NONE, NONE, NONE, NONE, NONE, NONE, 0);

  static Expander of(Kind kind) {
    return switch (kind) {
      case MCP23008 -> MCP23008;
      case MCP23017 -> MCP23017;
      case PCA9555 -> PCA9555;
      case PCF8574 -> PCF8574;
      case ADS1115, MCP4725 -> throw new IllegalArgumentException(kind + " is no port expander");
    };
  }

  /** All pins. */
  int all() {
    return (1 << width) - 1;
  }

  /** On the wire: {@code 14 0F 00}, or without registers {@code 0F}. */
  byte[] write(int register, int value) {
    int from = register == NONE ? 0 : 1;
    byte[] bytes = new byte[from + width / 8];
    if (from == 1) {
      bytes[0] = (byte) register;
    }
    for (int i = 0; i < width / 8; i++) {
      bytes[from + i] = (byte) (value >> (8 * i));
    }
    return bytes;
  }

  /** What is written before reading a register. */
  byte[] select(int register) {
    return register == NONE ? new byte[0] : new byte[] {(byte) register};
  }

  /** The value of bytes that were read, low byte first. */
  int value(byte[] bytes) {
    int value = 0;
    for (int i = 0; i < bytes.length; i++) {
      value |= (bytes[i] & 0xFF) << (8 * i);
    }
    return value;
  }
}
