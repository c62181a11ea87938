package io.busbar.drivers.modbus;

/**
 * One question to one device.
 *
 * @param device its name, for messages
 * @param unit unit id, 0 to 255
 * @param function 3 or 4
 * @param address first register, 0-based as it is sent
 * @param count registers, 1 to 125
 */
public record ReadRequest(String device, int unit, int function, int address, int count) {
  /** The function that reads holding registers. */
  static final int HOLDING = 3;

  public ReadRequest {
    if (unit < 0 || unit > 255 || address < 0 || count < 1 || address + count > 0x1_0000) {
      throw new IllegalArgumentException(
          "got unit %d, address %d, count %d".formatted(unit, address, count));
    }
    if (count > BlockPlan.MOST_REGISTERS || (function != HOLDING && function != 4)) {
      throw new IllegalArgumentException("got function " + function + ", count " + count);
    }
  }

  /** For people: {@code PAC1 (unit 1, input 0x0034, 2 registers)}. */
  @Override
  public String toString() {
    return "%s (unit %d, %s 0x%04X, %d register%s)"
        .formatted(device, unit, kind(function), address, count, count == 1 ? "" : "s");
  }

  static String kind(int function) {
    return function == HOLDING ? "holding" : "input";
  }
}
