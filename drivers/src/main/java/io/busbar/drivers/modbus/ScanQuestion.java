package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException.Garbled;

/** One question of a scan. All of them read; none can change anything in a device. */
sealed interface ScanQuestion {
  int function();

  /** The same for one unit, as a line carries it. */
  Question to(int unit);

  /**
   * Registers.
   *
   * @param function 3 holding registers, 4 input registers
   */
  record Read(int function, int address, int count) implements ScanQuestion {
    @Override
    public Question to(int unit) {
      return new ReadRequest("a scan", unit, function, address, count);
    }
  }

  /**
   * Function 43 (2Bh), MEI type 14 (0Eh), read device identification: Modbus application protocol
   * V1.1b3, section 6.21.
   *
   * @param code 01h all basic objects, 02h all regular ones
   * @param object from which one on
   */
  record Identify(int code, int object) implements ScanQuestion {
    static final int MEI_TYPE = 0x0E;
    private static final int FUNCTION = 0x2B;

    @Override
    public int function() {
      return FUNCTION;
    }

    @Override
    public Question to(int unit) {
      return new Asked(unit, code, object);
    }
  }

  /** Function 43/14 to one unit. */
  record Asked(int unit, int code, int object) implements Question {
    /** Three short texts; a longer answer is waited for as soon as it has begun. */
    private static final int USUAL = 80;

    @Override
    public int function() {
      return Identify.FUNCTION;
    }

    @Override
    public byte[] pdu() {
      return new byte[] {Identify.FUNCTION, Identify.MEI_TYPE, (byte) code, (byte) object};
    }

    @Override
    public int answerBytes() {
      return USUAL;
    }

    /** Its content is looked at by {@link ScanAnswer}. */
    @Override
    public void verifyData(byte[] pdu, Failures failures) throws Garbled {
      if (pdu[1] != Identify.MEI_TYPE) {
        throw failures.noFrame(this, pdu);
      }
    }

    @Override
    public String toString() {
      return "a scan (unit " + unit + ", device identification)";
    }
  }
}
