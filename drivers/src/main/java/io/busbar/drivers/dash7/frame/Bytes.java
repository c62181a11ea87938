package io.busbar.drivers.dash7.frame;

import java.util.Arrays;
import java.util.HexFormat;

/** An unchangeable row of octets, equal by content; its text is hex as in a protocol page. */
public final class Bytes {
  /** No octet at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private final byte[] octets;

  private Bytes(byte[] octets) {
    this.octets = octets;
  }

  /** A copy of {@code source[from]} up to, not including, {@code source[to]}. */
  public static Bytes copyOf(byte[] source, int from, int to) {
    return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(source, from, to));
  }

  /** A copy of a whole array. */
  public static Bytes copyOf(byte[] source) {
    return copyOf(source, 0, source.length);
  }

  /** Octets written as numbers, 0 to 255 each. */
  public static Bytes of(int... octets) {
    byte[] copy = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      copy[i] = (byte) octets[i];
    }
    return new Bytes(copy);
  }

  /**
   * Octets written in hex; white space is skipped.
   *
   * @throws IllegalArgumentException the text is no hex
   */
  public static Bytes hex(String text) {
    return new Bytes(HexFormat.of().parseHex(text.replaceAll("\\s", "")));
  }

  /** How many there are. */
  public int length() {
    return octets.length;
  }

  /** The octet at a place, 0 to 255. */
  public int at(int index) {
    return octets[index] & 0xFF;
  }

  /** The part from {@code from} up to, not including, {@code to}. */
  public Bytes slice(int from, int to) {
    return from == 0 && to == octets.length ? this : copyOf(octets, from, to);
  }

  /** A copy that is the caller's own. */
  public byte[] toArray() {
    return octets.clone();
  }

  /** Copies everything into an array. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(octets, 0, target, at, octets.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(octets, bytes.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return HEX.formatHex(octets);
  }
}
