package io.busbar.web;

/** The web server cannot listen where it was told to. The message says why and what to do. */
public final class WebServerException extends Exception {
  private static final long serialVersionUID = 1L;

  WebServerException(String message) {
    super(message);
  }

  WebServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
