package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonCreator.Mode;

/**
 * The bits of a value as they stand in its registers, the highest word first and right-aligned. A
 * register map writes them {@code "0x7FFFFFFF"}.
 */
public record Bits(long value) {
  /** The bits that a text such as {@code 0x7FFFFFFF} stands for. */
  @JsonCreator(mode = Mode.DELEGATING)
  public static Bits parse(String text) {
    return new Bits(Long.parseUnsignedLong(text.substring("0x".length()), 16));
  }
}
