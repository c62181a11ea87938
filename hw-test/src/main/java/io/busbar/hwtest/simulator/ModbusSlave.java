package io.busbar.hwtest.simulator;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Modbus slave above its wire: one unit, functions 3 and 4, exceptions, and a fault if wanted.
 */
public final class ModbusSlave {
  private static final int MOST_REGISTERS = 125;
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
      return read(function, request);
    } catch (RefusalException e) {
      return refusal(function, e.code());
    }
  }

  static byte[] refusal(int function, int code) {
    return new byte[] {(byte) (function | REFUSED), (byte) code};
  }

  private byte[] read(int function, byte[] request) throws RefusalException {
    if (function != Registers.HOLDING && function != Registers.INPUT) {
      throw new RefusalException(RefusalException.ILLEGAL_FUNCTION);
    }
    if (request.length != 5) {
      throw new RefusalException(RefusalException.ILLEGAL_VALUE);
    }
    int address = ByteBuffer.wrap(request).getShort(1) & 0xFFFF;
    int count = ByteBuffer.wrap(request).getShort(3) & 0xFFFF;
    if (count < 1 || count > MOST_REGISTERS) {
      throw new RefusalException(RefusalException.ILLEGAL_VALUE);
    }
    ByteBuffer answer = ByteBuffer.allocate(2 + 2 * count);
    answer.put((byte) function).put((byte) (2 * count));
    for (int word : registers.read(function, address, count)) {
      answer.putShort((short) word);
    }
    return answer.array();
  }
}
