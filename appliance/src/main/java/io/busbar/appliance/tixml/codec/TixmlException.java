package io.busbar.appliance.tixml.codec;

/** A text that is no TiXML, or more than is read; the message says where and what was wanted. */
public final class TixmlException extends Exception {
  private static final long serialVersionUID = 1L;

  TixmlException(String message) {
    super(message);
  }

  TixmlException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message, which is never missing. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
