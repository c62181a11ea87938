package io.busbar.drivers.dash7.alp;

import io.busbar.drivers.dash7.frame.Bytes;
import java.util.Arrays;

/** An ALP command that is being written. */
final class AlpWriter {
  private byte[] command = new byte[64];
  private int at;
  private int control;

  /** Starts an action; its flags are set while its operands are written. */
  void nextControl(int code) {
    control = at;
    u8(code);
  }

  void setBit(int mask) {
    command[control] |= (byte) mask;
  }

  void u8(int value) {
    room(1);
    command[at++] = (byte) value;
  }

  void octets(Bytes bytes) {
    room(bytes.length());
    bytes.copyTo(command, at);
    at += bytes.length();
  }

  /** A big-endian number of 0 to 8 bytes. */
  void number(long value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      u8((int) (value >> shift) & 0xFF);
    }
  }

  Bytes done() {
    return Bytes.copyOf(command, 0, at);
  }

  private void room(int count) {
    if (at + count > command.length) {
      command = Arrays.copyOf(command, Math.max(2 * command.length, at + count));
    }
  }
}
