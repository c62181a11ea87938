package io.busbar.appliance.journey;

import io.busbar.appliance.process.Follower.Judgement;
import io.busbar.appliance.process.Latest;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Traceable.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of one reading as far as it has come.
 *
 * @param id grows with each reading that is followed
 * @param point what the device offers there
 * @param origin the bytes it comes from; null where the bus tells none
 * @param latest what the tree holds after it
 * @param taken when the tree took it
 * @param newest whether no later reading of its variable was taken yet
 * @param legs what each section made of it, the oldest first
 */
public record Journey(
    long id,
    String path,
    DataPoint point,
    @Nullable Origin origin,
    Sample sample,
    Latest latest,
    Instant taken,
    boolean newest,
    List<Leg> legs) {
  public Journey {
    legs = List.copyOf(legs);
  }

  /**
   * From a section's decision to a cloud's acknowledgement.
   *
   * @param looks how often the section came to this same decision
   * @param number of the Send in the outbox; 0 while it has none
   * @param late whether the connector took it from disk; null while it has not
   * @param topic of the message; null while there is none
   * @param excerpt part of its payload; null while there is none
   * @param published when it was last handed to the network; null while it was not
   * @param attempts how often it was
   * @param acknowledged when the broker had it; null while it has not
   * @param roundTrip from one to the other
   * @param done when the Send left the outbox because the cloud has it; null while it has not
   */
  public record Leg(
      Judgement judgement,
      int looks,
      long number,
      @Nullable Boolean late,
      @Nullable String topic,
      @Nullable String excerpt,
      @Nullable Instant published,
      int attempts,
      @Nullable Instant acknowledged,
      @Nullable Duration roundTrip,
      @Nullable Instant done) {}
}
