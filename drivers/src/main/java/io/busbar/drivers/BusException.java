package io.busbar.drivers;

/**
 * What can go wrong on a bus, by what the caller can do about it. The message says what came and
 * what was expected; the hint says what the installer can do.
 */
public abstract sealed class BusException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String hint;

  private BusException(String what, String hint, Throwable cause) {
    super(what, cause);
    this.hint = hint;
  }

  private BusException(String what, String hint) {
    super(what);
    this.hint = hint;
  }

  /** What the installer can do, one sentence. */
  public String hint() {
    return hint;
  }

  /** Message and hint, as pages and logs show them. */
  public String advice() {
    return getMessage() + ". " + hint;
  }

  /** The port or host cannot be opened or has gone: wait, then open it again. */
  public static final class Unavailable extends BusException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String what, String hint, Throwable cause) {
      super(what, hint, cause);
    }

    public Unavailable(String what, String hint) {
      super(what, hint);
    }
  }

  /** Nothing came in time: the device may be off, or its address wrong. */
  public static final class NoAnswer extends BusException {
    private static final long serialVersionUID = 1L;

    public NoAnswer(String what, String hint) {
      super(what, hint);
    }
  }

  /** The device is there and says no. */
  public static final class Refused extends BusException {
    private static final long serialVersionUID = 1L;
    private final int code;

    /**
     * @param code the protocol's own number of the refusal
     */
    public Refused(int code, String what, String hint) {
      super(what, hint);
      this.code = code;
    }

    /** The protocol's own number, for Modbus the exception code. */
    public int code() {
      return code;
    }
  }

  /** Something came that is not an answer to the question: noise, a short frame, a wrong device. */
  public static final class Garbled extends BusException {
    private static final long serialVersionUID = 1L;

    public Garbled(String what, String hint) {
      super(what, hint);
    }
  }
}
