package io.busbar.drivers.dash7.alp;

/** Bytes that are not the operand that stands here. It never leaves the codec. */
final class MisfitException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  MisfitException(String reason) {
    // A stack trace would cost more than all decoding, and noise may bring many of these.
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
