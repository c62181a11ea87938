package io.busbar.appliance.store;

import org.jspecify.annotations.Nullable;

/**
 * Places at which a test ends the process as a power cut would. Nothing happens at any of them
 * unless the system property {@code busbar.failAt} names one: {@code AFTER_COMMIT:7} ends it when
 * it comes there for the seventh time.
 */
@FunctionalInterface
public interface FailPoints {
  /** What kill -9 leaves as exit status. */
  int KILLED = 137;

  /** Where. */
  enum Point {
    /** A transaction has done everything but its COMMIT. */
    BEFORE_COMMIT,
    /** It is committed, and nobody was told. */
    AFTER_COMMIT,
    /** Between two steps that bring the tables to our version. */
    IN_MIGRATION,
    /** What was saved of a damaged file is in a new one, which has not its name yet. */
    SAVED,
    /** The damaged file has gone out of the way, and the new one has not its name yet. */
    MOVED_ASIDE,
    /** A message was handed to the network. */
    PUBLISHED,
    /** The broker has acknowledged a message, and the outbox was not told. */
    ACKNOWLEDGED
  }

  /** The program is at this place. */
  void pass(Point point);

  /** Those of this process, by its system property. */
  static FailPoints ofProcess() {
    return parse(System.getProperty("busbar.failAt"));
  }

  private static FailPoints parse(@Nullable String text) {
    if (text == null) {
      return point -> {};
    }
    String[] parts = text.split(":", 2);
    Point wanted = Point.valueOf(parts[0]);
    int[] left = {parts.length == 1 ? 1 : Integer.parseInt(parts[1])};
    return point -> {
      synchronized (left) {
        if (point == wanted && --left[0] == 0) {
          Runtime.getRuntime().halt(KILLED);
        }
      }
    };
  }
}
