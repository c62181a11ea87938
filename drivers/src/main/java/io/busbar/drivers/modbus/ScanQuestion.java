package io.busbar.drivers.modbus;

/** One question of a scan. All of them read; none can change anything in a device. */
sealed interface ScanQuestion {
  int function();

  /** The question as it is sent, without unit id and CRC or header. */
  byte[] bytes();

  /**
   * Registers.
   *
   * @param function 3 holding registers, 4 input registers
   */
  record Read(int function, int address, int count) implements ScanQuestion {
    @Override
    public byte[] bytes() {
      return new byte[] {
        (byte) function, (byte) (address >> 8), (byte) address, (byte) (count >> 8), (byte) count
      };
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
    static final int FUNCTION = 0x2B;
    static final int MEI_TYPE = 0x0E;

    @Override
    public int function() {
      return FUNCTION;
    }

    @Override
    public byte[] bytes() {
      return new byte[] {FUNCTION, MEI_TYPE, (byte) code, (byte) object};
    }
  }
}
