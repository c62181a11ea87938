package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException.Garbled;

/**
 * Asks one device for registers or bits.
 *
 * @param device its name, for messages
 * @param unit unit id, 0 to 255
 * @param function 1 coils, 2 discrete inputs, 3 holding registers, 4 input registers
 * @param address the first one, 0-based as it is sent
 * @param count 1 to 125 registers, or 1 to 2000 bits
 */
record ReadRequest(String device, int unit, int function, int address, int count)
    implements Question {
  public ReadRequest {
    if (unit < 0 || unit > 255 || address < 0 || count < 1 || address + count > 0x1_0000) {
      throw new IllegalArgumentException(
          "got unit %d, address %d, count %d".formatted(unit, address, count));
    }
    if (count > Area.read(function).most()) {
      throw new IllegalArgumentException("got function " + function + ", count " + count);
    }
  }

  private Area area() {
    return Area.read(function);
  }

  @Override
  public byte[] pdu() {
    return new byte[] {
      (byte) function, (byte) (address >> 8), (byte) address, (byte) (count >> 8), (byte) count
    };
  }

  @Override
  public int answerBytes() {
    return 2 + area().bytes(count);
  }

  @Override
  public void verifyData(byte[] pdu, Failures failures) throws Garbled {
    Question.verifyCount(this, pdu, area().bytes(count), failures);
  }

  /** What a verified answer says: 0 to 65535 for each register, 0 or 1 for each bit. */
  int[] values(byte[] pdu) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = area().isBits() ? (pdu[2 + i / 8] >> (i % 8)) & 1 : Pdu.word(pdu, 2 + 2 * i);
    }
    return values;
  }

  /** For people: {@code PAC1 (unit 1, input 0x0034, 2 registers)}. */
  @Override
  public String toString() {
    return "%s (unit %d, %s 0x%04X, %d %s%s)"
        .formatted(
            device,
            unit,
            area().word(),
            address,
            count,
            area().isBits() ? "bit" : "register",
            count == 1 ? "" : "s");
  }
}
