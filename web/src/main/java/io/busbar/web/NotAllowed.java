package io.busbar.web;

/** The caller of an operation has not the role that it needs. */
public final class NotAllowed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotAllowed(String sentence) {
    super(sentence, null, false, false);
  }
}
