package io.busbar.drivers;

import java.util.function.Consumer;

/** A bus that also has the appliance's own signal LED and reset button. */
public interface Panel {
  /** What the signal LED says of the connections to clouds (FP Juconn manual, section 7.5). */
  enum Signal {
    /** Off: no connection is wanted. */
    OFF,
    /** Flashing red: one is being established. */
    CONNECTING,
    /** Green: all are established. */
    CONNECTED
  }

  /** For how long the reset button was held. */
  enum Held {
    /** 10 s or more: the credentials are to be made anew. */
    CREDENTIALS,
    /** 30 s or more: everything is to be as it left the factory. */
    FACTORY
  }

  /** Shows something from now on. Any thread may call. */
  void show(Signal signal);

  /** Who is told, on the bus's thread, when the button was held and let go. */
  void onHeld(Consumer<Held> listener);
}
