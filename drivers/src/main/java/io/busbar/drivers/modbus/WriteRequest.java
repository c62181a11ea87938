package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException.Garbled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Gives one device new values of registers or coils.
 *
 * @param device its name, for messages
 * @param unit unit id, 1 to 255; 0, to all units at once, is not used because nobody answers
 * @param function 5 one coil, 6 one register, 15 coils, 16 registers, 23 registers that the answer
 *     repeats as the device has them
 * @param address the first one, 0-based as it is sent
 * @param values 0 to 65535 for each register, 0 or 1 for each coil
 */
record WriteRequest(String device, int unit, int function, int address, List<Integer> values)
    implements Question {
  static final int COIL = 5;
  static final int REGISTER = 6;
  static final int COILS = 15;
  static final int REGISTERS = 16;
  static final int REGISTERS_READ = 23;

  /** Function 23 has the least room: 17 bytes of a frame are its own. */
  static final int MOST_REGISTERS = 121;

  private static final int ON = 0xFF00;
  private static final Set<Integer> SINGLE = Set.of(COIL, REGISTER);
  private static final Set<Integer> FUNCTIONS =
      Set.of(COIL, REGISTER, COILS, REGISTERS, REGISTERS_READ);

  WriteRequest {
    values = List.copyOf(values);
    if (unit < 0 || unit > 255 || address < 0 || address + values.size() > 0x1_0000) {
      throw new IllegalArgumentException("got unit %d, address %d".formatted(unit, address));
    }
    if (!FUNCTIONS.contains(function)
        || values.isEmpty()
        || values.size() > (SINGLE.contains(function) ? 1 : MOST_REGISTERS)) {
      throw new IllegalArgumentException(
          "got function " + function + " for " + values.size() + " values");
    }
  }

  /** Whether the function writes coils. */
  static boolean isOfCoils(int function) {
    return function == COIL || function == COILS;
  }

  @Override
  public byte[] pdu() {
    ByteBuffer pdu = ByteBuffer.allocate(300).put((byte) function);
    if (function == REGISTERS_READ) {
      pdu.putShort((short) address).putShort((short) values.size());
    }
    pdu.putShort((short) address);
    switch (function) {
      case COIL -> pdu.putShort((short) (values.getFirst() == 0 ? 0 : ON));
      case REGISTER -> pdu.putShort((short) (int) values.getFirst());
      case COILS -> pdu.putShort((short) values.size()).put((byte) bits().length).put(bits());
      default -> {
        pdu.putShort((short) values.size()).put((byte) (2 * values.size()));
        values.forEach(value -> pdu.putShort((short) (int) value));
      }
    }
    return Arrays.copyOf(pdu.array(), pdu.position());
  }

  private byte[] bits() {
    byte[] bits = new byte[Area.COIL.bytes(values.size())];
    for (int i = 0; i < values.size(); i++) {
      bits[i / 8] |= (byte) ((values.get(i) & 1) << (i % 8));
    }
    return bits;
  }

  @Override
  public int answerBytes() {
    return function == REGISTERS_READ ? 2 + 2 * values.size() : 5;
  }

  /** Address and value, or address and count, come back; of function 23 the registers. */
  @Override
  public void verifyData(byte[] pdu, Failures failures) throws Garbled {
    if (function == REGISTERS_READ) {
      Question.verifyCount(this, pdu, 2 * values.size(), failures);
    } else if (!Arrays.equals(pdu, Arrays.copyOf(pdu(), 5))) {
      throw failures.echo(this, pdu);
    }
  }

  @Override
  public String toString() {
    return "%s (unit %d, write %s 0x%04X, %d %s%s)"
        .formatted(
            device,
            unit,
            isOfCoils(function) ? "coil" : "holding",
            address,
            values.size(),
            isOfCoils(function) ? "bit" : "register",
            values.size() == 1 ? "" : "s");
  }
}
