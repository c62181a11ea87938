package io.busbar.hwtest.simulator;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Modbus slave above its wire: one unit, functions 1 to 6, 15 and 16, exceptions, and a fault if
 * wanted.
 */
public final class ModbusSlave {
  private static final int MOST_REGISTERS = 125;
  private static final int MOST_BITS = 2000;
  private static final int REFUSED = 0x80;

  private final int unit;
  private final Registers registers;
  private final AtomicLong requests = new AtomicLong();
  private volatile Fault fault = new Fault.None();

  /**
   * @param unit 1 to 247
   */
  public ModbusSlave(int unit, Registers registers) {
    this.unit = unit;
    this.registers = registers;
  }

  /** Misbehaves from now on. */
  public void fault(Fault wanted) {
    this.fault = wanted;
  }

  /** How it misbehaves now. */
  Fault fault() {
    return fault;
  }

  /** How many requests to this unit have come. */
  public long requests() {
    return requests.get();
  }

  /** Whether a request is for this slave. */
  boolean is(int requestedUnit) {
    return requestedUnit == unit;
  }

  /** The unit that answers name as theirs. */
  int answeringUnit() {
    return fault instanceof Fault.WrongUnit ? unit % 247 + 1 : unit;
  }

  /**
   * The answer to one request, both without unit, header and CRC.
   *
   * @param request at least the function code
   */
  byte[] answer(byte[] request) {
    requests.incrementAndGet();
    int function = request[0] & 0xFF;
    try {
      if (fault instanceof Fault.Refuses(int code)) {
        throw new RefusalException(code);
      }
      return answer(function, ByteBuffer.wrap(request));
    } catch (RefusalException e) {
      return refusal(function, e.code());
    }
  }

  static byte[] refusal(int function, int code) {
    return new byte[] {(byte) (function | REFUSED), (byte) code};
  }

  private byte[] answer(int function, ByteBuffer request) throws RefusalException {
    if (function < 1 || (function > 6 && function != 15 && function != 16)) {
      throw new RefusalException(RefusalException.ILLEGAL_FUNCTION);
    }
    want(request.limit() >= 5 && (function > 6 || request.limit() == 5));
    int address = request.getShort(1) & 0xFFFF;
    int value = request.getShort(3) & 0xFFFF;
    switch (function) {
      case 1, 2 -> {
        return bits(function, address, value);
      }
      case Registers.HOLDING, Registers.INPUT -> {
        return words(function, address, value);
      }
      case 5 -> {
        want(value == 0 || value == 0xFF00);
        registers.writeBits(address, value != 0);
      }
      case 6 -> registers.write(address, value);
      case 15 -> {
        want(value >= 1 && request.limit() == 6 + (value + 7) / 8);
        boolean[] states = new boolean[value];
        for (int i = 0; i < value; i++) {
          states[i] = ((request.get(6 + i / 8) >> (i % 8)) & 1) == 1;
        }
        registers.writeBits(address, states);
      }
      default -> {
        want(value >= 1 && request.limit() == 6 + 2 * value);
        int[] words = new int[value];
        Arrays.setAll(words, i -> request.getShort(6 + 2 * i) & 0xFFFF);
        registers.write(address, words);
      }
    }
    byte[] echo = new byte[5];
    request.get(0, echo);
    return echo;
  }

  private byte[] bits(int function, int address, int count) throws RefusalException {
    want(count >= 1 && count <= MOST_BITS);
    byte[] answer = new byte[2 + (count + 7) / 8];
    answer[0] = (byte) function;
    answer[1] = (byte) (answer.length - 2);
    boolean[] states = registers.readBits(function, address, count);
    for (int i = 0; i < count; i++) {
      answer[2 + i / 8] |= (byte) (states[i] ? 1 << (i % 8) : 0);
    }
    return answer;
  }

  private byte[] words(int function, int address, int count) throws RefusalException {
    want(count >= 1 && count <= MOST_REGISTERS);
    ByteBuffer answer = ByteBuffer.allocate(2 + 2 * count);
    answer.put((byte) function).put((byte) (2 * count));
    for (int word : registers.read(function, address, count)) {
      answer.putShort((short) word);
    }
    return answer.array();
  }

  private static void want(boolean sense) throws RefusalException {
    if (!sense) {
      throw new RefusalException(RefusalException.ILLEGAL_VALUE);
    }
  }
}
