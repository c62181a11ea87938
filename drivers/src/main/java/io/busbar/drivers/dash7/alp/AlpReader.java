package io.busbar.drivers.dash7.alp;

import io.busbar.drivers.dash7.frame.Bytes;

/** A place in an ALP command that is being read. */
final class AlpReader {
  private final Bytes command;
  private final boolean lenient;
  private int at;
  private int control;

  AlpReader(Bytes command, boolean lenient) {
    this.command = command;
    this.lenient = lenient;
  }

  boolean lenient() {
    return lenient;
  }

  int position() {
    return at;
  }

  int left() {
    return command.length() - at;
  }

  /** Reads the control byte of the next action, whose bits {@link #bit} then tells. */
  int nextControl() {
    control = command.at(at++);
    return control;
  }

  boolean bit(int mask) {
    return (control & mask) != 0;
  }

  int u8() throws MisfitException {
    need(1);
    return command.at(at++);
  }

  Bytes octets(int count) throws MisfitException {
    need(count);
    at += count;
    return command.slice(at - count, at);
  }

  /** A big-endian number of 0 to 8 bytes. */
  long number(int bytes) throws MisfitException {
    need(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | command.at(at++);
    }
    return value;
  }

  private void need(int count) throws MisfitException {
    if (count > left()) {
      throw new MisfitException(
          "got " + left() + " more bytes, want " + count + " at byte " + at + " of the command");
    }
  }
}
