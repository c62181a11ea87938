package io.busbar.appliance.process;

/**
 * What is known of the boots of this machine in which nobody knew the time. Any thread may ask, and
 * is answered at once.
 */
@FunctionalInterface
public interface Boots {
  /** Nothing is known of any. */
  Boots NONE = boot -> new Known.Never();

  Known of(long boot);

  /** What is known of one. */
  sealed interface Known {
    /** All of its times. */
    record Right(Correction correction) implements Known {}

    /** Nothing yet: what was counted in it should wait. */
    record NotYet() implements Known {}

    /**
     * Nothing, and nobody waits for it: what was counted in it lies between the last time that was
     * known before and the next, and is no more than that.
     */
    record Never() implements Known {}
  }
}
