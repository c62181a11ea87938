package io.busbar.hwtest.simulator;

/** A Modbus exception reply: the slave is there and says no. */
public final class RefusalException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The function is not offered. */
  public static final int ILLEGAL_FUNCTION = 1;

  /** There is no such register. */
  public static final int ILLEGAL_ADDRESS = 2;

  /** The request makes no sense, for example 126 registers. */
  public static final int ILLEGAL_VALUE = 3;

  /** A gateway: the device behind it does not answer. */
  public static final int TARGET_SILENT = 11;

  private final int code;

  /**
   * @param code 1 to 255 as on the wire
   */
  public RefusalException(int code) {
    super("exception code " + code);
    this.code = code;
  }

  /** The code as on the wire. */
  public int code() {
    return code;
  }
}
