package io.busbar.drivers;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bus that can tell, of single points, from which bytes their samples come. */
public interface Traceable {
  /**
   * Says of which points it is to be told from now on, in place of those before; any thread may
   * call. While there are none a reading costs nothing more than without a witness.
   *
   * @param points of this bus; others are passed over
   */
  void trace(Set<DataPoint> points, Witness witness);

  /** Is told on the bus's own thread, just before the samples go their way; must not wait. */
  @FunctionalInterface
  interface Witness {
    void read(Origin origin);
  }

  /**
   * Where one sample comes from.
   *
   * @param time the same as its sample's
   * @param took from the question to the answer; null where nobody asked
   * @param request the bytes that were sent, in hex; empty when nothing was
   * @param answer the bytes that came, in hex; empty when nothing came
   * @param decoded what they mean; null when the reading failed
   * @param trouble why it failed; null when it did not
   */
  record Origin(
      DataPoint point,
      Instant time,
      @Nullable Duration took,
      String request,
      String answer,
      @Nullable Decoded decoded,
      @Nullable String trouble) {}

  /**
   * How bytes became a value, in the words of manuals.
   *
   * @param place where they stand, for example {@code input 0x0034 (30053)}
   * @param raw these bytes alone, in hex as they came
   * @param form type and order, for example {@code float32, high word first}
   * @param number what they say as they are
   * @param rule what makes the value of that number, for example {@code x 0.1}; empty when the
   *     number is the value
   */
  record Decoded(String place, String raw, String form, String number, String rule) {}
}
