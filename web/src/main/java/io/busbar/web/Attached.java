package io.busbar.web;

import org.jspecify.annotations.Nullable;

/** The Console, from the moment on when there is one. */
final class Attached {
  private volatile @Nullable Console console;

  void set(Console newConsole) {
    console = newConsole;
  }

  void clear() {
    console = null;
  }

  @Nullable Console orNull() {
    return console;
  }

  /**
   * The Console.
   *
   * @throws Starting there is none yet
   */
  Console console() {
    Console now = console;
    if (now == null) {
      throw new Starting();
    }
    return now;
  }

  /** The server is up and the appliance behind it is not. */
  static final class Starting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Starting() {
      super("starting", null, false, false);
    }
  }
}
