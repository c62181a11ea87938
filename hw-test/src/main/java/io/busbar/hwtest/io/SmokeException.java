package io.busbar.hwtest.io;

/** A wire that does not do what it should; the message says what came and what was wanted. */
final class SmokeException extends Exception {
  private static final long serialVersionUID = 1L;

  SmokeException(String message) {
    super(message);
  }
}
