package io.busbar.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way of single readings, from the bytes of a bus to the acknowledgement of a cloud. */
public interface Journeys {
  /**
   * What became of the last readings of a variable, or of all below a branch. Asking watches it for
   * ten minutes from then on: readings from before nobody wanted to see.
   *
   * @return null when there is neither a variable nor a branch of this path
   */
  @Needs(Role.VIEWER)
  @Nullable JourneysView of(String path);

  /**
   * The last readings.
   *
   * @param most readings that are kept
   * @param journeys the newest first
   */
  record JourneysView(String path, int most, List<JourneyView> journeys) {}

  /**
   * The way of one reading.
   *
   * @param id grows with each reading that is followed
   * @param source where the value comes from, for people
   * @param wire the bytes; null where the bus tells none
   * @param value as the tree has it now; a failed reading keeps the last one; null when there never
   *     was one
   * @param quality {@code GOOD}, {@code UNCERTAIN} or {@code BAD}
   * @param time of the reading
   * @param timeKnown whether that time is known, or only counted
   * @param reason why the quality is not GOOD; null when it is
   * @param taken when the tree took it
   * @param legs what each section made of it; empty when none sends it
   */
  record JourneyView(
      long id,
      String path,
      String source,
      @Nullable WireView wire,
      @Nullable Object value,
      String unit,
      String quality,
      Instant time,
      boolean timeKnown,
      @Nullable String reason,
      Instant taken,
      List<LegView> legs) {}

  /**
   * Bytes and what they mean.
   *
   * @param request in hex; empty when nothing was sent
   * @param answer in hex; empty when nothing came
   * @param tookMs from the one to the other; null where nobody asked
   * @param place where the value stands, for example {@code input 0x0034 (30053)}; null when
   *     nothing was decoded, as the following
   * @param raw its own bytes in hex
   * @param form type and order
   * @param number what they say as they are
   * @param rule what makes the value of it; empty when the number is the value
   * @param trouble why nothing was read; null when something was
   */
  record WireView(
      String request,
      String answer,
      @Nullable Double tookMs,
      @Nullable String place,
      @Nullable String raw,
      @Nullable String form,
      @Nullable String number,
      @Nullable String rule,
      @Nullable String trouble) {}

  /**
   * From a section to its cloud.
   *
   * @param point its name at the platform
   * @param send when the section sends: a cycle, {@code on-change} or {@code on-event}
   * @param state {@code waits-for-look}, {@code overtaken} or {@code off} before the section looked
   *     at it; {@code held} when it decided not to send; then {@code memory} or {@code disk} while
   *     the Send waits there, {@code taken}, {@code published}, {@code acknowledged}, {@code done};
   *     {@code given-up} when it left the outbox undelivered
   * @param cause what decided: {@code first}, {@code quality}, {@code limit}, {@code change},
   *     {@code silence}, {@code cycle} or {@code demand}; {@code same}, {@code within} or {@code
   *     too-soon}; null before
   * @param at when the section last looked
   * @param looks how often it came to the same decision
   * @param last the value that was reported before; null when there was none
   * @param difference between both numbers; null when they are none
   * @param limit from which difference on it is reported; null when there is none
   * @param number of the Send; null while there is none
   * @param fromDisk whether the connector took it from disk; null while it has not
   * @param topic of the message, secrets hidden; null while there is none
   * @param excerpt of its payload, secrets hidden; null while there is none
   * @param attempts how often it was published
   */
  record LegView(
      String connector,
      String section,
      String point,
      String send,
      String state,
      @Nullable String cause,
      @Nullable Instant at,
      int looks,
      @Nullable Object last,
      @Nullable Double difference,
      @Nullable Double limit,
      @Nullable Long number,
      @Nullable Boolean fromDisk,
      @Nullable String topic,
      @Nullable String excerpt,
      int attempts,
      @Nullable Instant published,
      @Nullable Instant acknowledged,
      @Nullable Double roundTripMs,
      @Nullable Instant done) {}
}
