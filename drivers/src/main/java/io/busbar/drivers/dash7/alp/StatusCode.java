package io.busbar.drivers.dash7.alp;

import java.util.Map;

/**
 * How an action ended.
 *
 * @param code 0 to 255; see {@link #text}
 */
public record StatusCode(int code) {
  private static final Map<Integer, String> TEXT =
      Map.ofEntries(
          Map.entry(0x00, "ok"),
          Map.entry(0x01, "partially completed"),
          Map.entry(0xFF, "no such file"),
          Map.entry(0xFE, "file exists already"),
          Map.entry(0xFD, "file is not restorable"),
          Map.entry(0xFC, "permission denied"),
          Map.entry(0xFB, "length out of bounds"),
          Map.entry(0xFA, "allocation out of bounds"),
          Map.entry(0xF9, "offset out of bounds"),
          Map.entry(0xF8, "data overflow"),
          Map.entry(0xF7, "write location error"),
          Map.entry(0xF6, "unknown operation"),
          Map.entry(0xF5, "incomplete operand"),
          Map.entry(0xF4, "wrong operand format"),
          Map.entry(0x80, "unknown error"),
          Map.entry(0xE0, "fifo out of bounds"),
          Map.entry(0xE1, "command too long"),
          Map.entry(0xE2, "not implemented"),
          Map.entry(0xE3, "break query failed"),
          Map.entry(0xE4, "file id out of bounds"),
          Map.entry(0xE5, "empty interface status"),
          Map.entry(0xE6, "command not found"),
          Map.entry(0xE7, "no command left"),
          Map.entry(0xE8, "parsing failed"),
          Map.entry(0xE9, "interface stopped"));

  public StatusCode {
    Range.octet("status code", code);
  }

  /** Whether it went well, wholly or in part. */
  public boolean good() {
    return code == 0x00 || code == 0x01;
  }

  /** The code in words; E0 to E9 are Sub-IoT's own. */
  public String text() {
    return TEXT.getOrDefault(code, "status %02X".formatted(code));
  }
}
