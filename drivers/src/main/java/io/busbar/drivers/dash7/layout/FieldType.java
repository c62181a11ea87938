package io.busbar.drivers.dash7.layout;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.dash7.frame.Bytes;

/** What a field of a file is made of. */
public enum FieldType {
  /** One byte; 0 is false. */
  @JsonProperty("bool")
  BOOL(1, false),
  /** One bit of a byte. */
  @JsonProperty("bit")
  BIT(1, false),
  @JsonProperty("int8")
  INT8(1, true),
  @JsonProperty("uint8")
  UINT8(1, false),
  @JsonProperty("int16")
  INT16(2, true),
  @JsonProperty("uint16")
  UINT16(2, false),
  @JsonProperty("int32")
  INT32(4, true),
  @JsonProperty("uint32")
  UINT32(4, false),
  @JsonProperty("int64")
  INT64(8, true),
  @JsonProperty("float32")
  FLOAT32(4, true),
  @JsonProperty("float64")
  FLOAT64(8, true);

  private final int width;
  private final boolean signed;

  FieldType(int width, boolean signed) {
    this.width = width;
    this.signed = signed;
  }

  /** Bytes in the file. */
  public int width() {
    return width;
  }

  /** What its values are when it has no scale. */
  public ValueType valueType() {
    return switch (this) {
      case BOOL, BIT -> ValueType.BOOL;
      case FLOAT32, FLOAT64 -> ValueType.REAL;
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> ValueType.INT;
    };
  }

  /** The bits at a place as a count, with the sign of the type. */
  long count(Bytes file, int offset, ByteOrder order) {
    long bits = 0;
    for (int i = 0; i < width; i++) {
      int at = order == ByteOrder.BIG ? i : width - 1 - i;
      bits = bits << 8 | file.at(offset + at);
    }
    int unused = 64 - 8 * width;
    return signed ? bits << unused >> unused : bits;
  }

  /** The bytes of a count that {@link #holds} says fits. */
  Bytes bytes(long count, ByteOrder order) {
    int[] octets = new int[width];
    for (int i = 0; i < width; i++) {
      int at = order == ByteOrder.BIG ? width - 1 - i : i;
      octets[at] = (int) (count >> (8 * i)) & 0xFF;
    }
    return Bytes.of(octets);
  }

  /** Whether a count fits in the type. */
  boolean holds(long count) {
    return count >= least() && count <= most();
  }

  long least() {
    return signed ? -1L << (8 * width - 1) : 0;
  }

  long most() {
    if (this == BOOL || this == BIT) {
      return 1;
    }
    return signed ? ~least() : (1L << (8 * width)) - 1;
  }
}
