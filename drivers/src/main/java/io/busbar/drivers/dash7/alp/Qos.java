package io.busbar.drivers.dash7.alp;

/**
 * How hard a D7 session tries, and who shall answer.
 *
 * @param retryMode 0 to 7
 */
public record Qos(boolean stopOnError, boolean record, int retryMode, Response response) {
  /** All are asked, as PREFERRED: the best one answers. What nodes use themselves. */
  public static final Qos PREFERRED = new Qos(false, false, 0, Response.PREFERRED);

  /** Everyone shall answer. */
  public static final Qos ALL = new Qos(false, false, 0, Response.ALL);

  /** Nobody shall answer. */
  public static final Qos NONE = new Qos(false, false, 0, Response.NO);

  public Qos {
    Range.within("retry mode", retryMode, 7);
  }

  /** Who answers. */
  public enum Response {
    NO(0),
    ALL(1),
    ANY(2),
    RESERVED_3(3),
    NO_REPEAT(4),
    ON_ERROR(5),
    PREFERRED(6),
    RESERVED_7(7);

    private static final Response[] BY_CODE = values();

    private final int code;

    Response(int code) {
      this.code = code;
    }
  }

  /** b7 stop on error, b6 record, b5 to b3 retry mode, b2 to b0 response mode. */
  static Qos ofCode(int code) {
    return new Qos(
        (code & 0x80) != 0, (code & 0x40) != 0, code >> 3 & 0x07, Response.BY_CODE[code & 0x07]);
  }

  int code() {
    return (stopOnError ? 0x80 : 0) | (record ? 0x40 : 0) | retryMode << 3 | response.code;
  }
}
