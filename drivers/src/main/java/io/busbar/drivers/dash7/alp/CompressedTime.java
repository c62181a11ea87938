package io.busbar.drivers.dash7.alp;

/**
 * A time or a number in one byte: value = 4^e * m with the exponent e in bits 7 to 5 and the
 * mantissa m in bits 4 to 0. 0 to 507904.
 *
 * @param code the byte, 0 to 255
 */
public record CompressedTime(int code) {
  /** No time. */
  public static final CompressedTime ZERO = new CompressedTime(0);

  private static final int MOST_MANTISSA = 31;
  private static final int MOST = MOST_MANTISSA << 14;

  public CompressedTime {
    Range.octet("compressed time", code);
  }

  /**
   * The least that is not less than a value: 300 becomes {@code 53}, which is 304.
   *
   * @throws IllegalArgumentException the value is not in 0 to 507904
   */
  public static CompressedTime atLeast(int value) {
    Range.within("time", value, MOST);
    int exponent = 0;
    int unit = 1;
    while ((value + unit - 1) / unit > MOST_MANTISSA) {
      exponent++;
      unit = 1 << (2 * exponent);
    }
    return new CompressedTime(exponent << 5 | (value + unit - 1) / unit);
  }

  /** What the byte stands for. */
  public int value() {
    return (code & MOST_MANTISSA) << (2 * (code >> 5));
  }
}
