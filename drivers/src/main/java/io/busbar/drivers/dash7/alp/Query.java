package io.busbar.drivers.dash7.alp;

import io.busbar.drivers.dash7.frame.Bytes;
import java.util.List;

/**
 * A condition on files.
 *
 * @param code b7 to b5 type, b4 a mask is there, b3 to b0 parameters of the type
 * @param length how many bytes are compared, 0 to 1073741823
 * @param mask as long as {@code length}, or empty when b4 is 0
 * @param value as long as {@code length} where the type compares with a value, else empty
 * @param files one place, or two when two files are compared
 */
public record Query(int code, int length, Bytes mask, Bytes value, List<Action.Place> files) {
  static final int NON_VOID = 0;
  static final int WITH_ZERO = 1;
  static final int WITH_VALUE = 2;
  static final int WITH_FILE = 3;
  static final int TOKEN_SEARCH = 7;

  public Query {
    Range.octet("query code", code);
    Range.length("compare length", length);
    files = List.copyOf(files);
    want("mask bytes", mask.length(), hasMask(code) ? length : 0);
    want("value bytes", value.length(), hasValue(code) ? length : 0);
    want("files", files.size(), places(code));
  }

  /** Bits 7 to 5 of the code. */
  public int type() {
    return code >> 5;
  }

  static boolean hasMask(int code) {
    return (code & 0x10) != 0;
  }

  static boolean hasValue(int code) {
    int type = code >> 5;
    return type == WITH_VALUE || type == TOKEN_SEARCH;
  }

  static int places(int code) {
    return code >> 5 == WITH_FILE ? 2 : 1;
  }

  private static void want(String what, int got, int want) {
    if (got != want) {
      throw new IllegalArgumentException("got " + got + " " + what + ", want " + want);
    }
  }
}
