package io.busbar.appliance.cloud;

/** A connection that did not come about or cannot go on. */
final class LinkException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient LinkFailure failure;

  LinkException(LinkFailure failure, Throwable cause) {
    super(failure.text(), cause);
    this.failure = failure;
  }

  LinkException(LinkFailure.Kind kind, String text) {
    super(text);
    this.failure = new LinkFailure(kind, text);
  }

  LinkFailure failure() {
    return failure;
  }
}
