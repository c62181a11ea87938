package io.busbar.drivers.schema;

/**
 * One fault of a document.
 *
 * @param path JSON pointer (RFC 6901) to the place, empty for the whole document
 * @param message what came, what was expected, what to do
 */
public record Problem(String path, String message) {
  /** The same fault, seen from a document in which this one stands at {@code prefix}. */
  public Problem under(String prefix) {
    return new Problem(prefix + path, message);
  }

  @Override
  public String toString() {
    return (path.isEmpty() ? "/" : path) + ": " + message;
  }
}
