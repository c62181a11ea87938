package io.busbar.appliance.cloud.juconn;

/** A message of the portal that means nothing here; the message says what came and was wanted. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }

  UnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
