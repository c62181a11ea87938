package io.busbar.drivers.dash7.frame;

/** Why a modem says that it started. */
public enum RebootReason {
  POWER_ON(0, "power on"),
  WATCHDOG(1, "watchdog"),
  SOFTWARE(2, "software"),
  RESET_PIN(3, "reset pin"),
  OTHER(254, "other"),
  NOT_AVAILABLE(255, "not said");

  private final int code;
  private final String text;

  RebootReason(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The octet on the wire. */
  public int code() {
    return code;
  }

  /** The reason in words. */
  public String text() {
    return text;
  }

  /** The reason of an octet; one that is not in the list is {@link #OTHER}. */
  public static RebootReason of(int code) {
    for (RebootReason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    return OTHER;
  }
}
