package io.busbar.appliance.clock;

import java.time.Instant;

/** What became of a time that somebody handed over. */
public sealed interface Handed {
  /** It is the time now. */
  record Taken(Instant time) implements Handed {}

  /** It cannot be the time; the sentence says why. */
  record Misfit(String sentence) implements Handed {}

  /** A time service knows better. */
  record Needless(String sentence) implements Handed {}
}
