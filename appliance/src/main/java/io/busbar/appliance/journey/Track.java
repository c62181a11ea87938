package io.busbar.appliance.journey;

import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.process.Follower.Judgement;
import io.busbar.appliance.process.Latest;
import io.busbar.appliance.process.Send;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Traceable.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A journey while it goes on; {@link Journeys} guards it. */
final class Track {
  /** A section with a short cycle looks at a rarely read value again and again. */
  private static final int MOST_LEGS = 12;

  private final long id;
  private final String path;
  private final @Nullable Origin origin;
  private final Sample sample;
  private final Latest latest;
  private final Instant taken;
  private final Deque<Leg> legs = new ArrayDeque<>();

  Track(
      long id, String path, @Nullable Origin origin, Sample sample, Latest latest, Instant taken) {
    this.id = id;
    this.path = path;
    this.origin = origin;
    this.sample = sample;
    this.latest = latest;
    this.taken = taken;
  }

  String path() {
    return path;
  }

  long id() {
    return id;
  }

  Iterable<Leg> legs() {
    return legs;
  }

  /** Notes a decision; the same one again, when it is not to report, only counts. */
  Leg judged(Judgement judgement) {
    for (Leg leg : legs) {
      boolean same = leg.isOf(judgement.connector(), judgement.section());
      if (same && !leg.judgement.cause().reports() && !judgement.cause().reports()) {
        leg.judgement = judgement;
        leg.looks++;
        return leg;
      }
    }
    if (legs.size() == MOST_LEGS) {
      legs.removeFirst();
    }
    Leg leg = new Leg(judgement);
    legs.addLast(leg);
    return leg;
  }

  Journey shown(boolean newest) {
    DataPoint point = sample.point();
    return new Journey(
        id,
        path,
        point,
        origin,
        sample,
        latest,
        taken,
        newest,
        legs.stream().map(Leg::shown).toList());
  }

  /** From a section's decision on. */
  static final class Leg {
    private Judgement judgement;
    private int looks = 1;
    private @Nullable Send send;
    private long number;
    private @Nullable Boolean late;
    private @Nullable Message message;
    private @Nullable String topic;
    private @Nullable String excerpt;
    private @Nullable Instant published;
    private long publishedNanos;
    private int attempts;
    private @Nullable Instant acknowledged;
    private @Nullable Duration roundTrip;
    private @Nullable Instant done;

    private Leg(Judgement judgement) {
      this.judgement = judgement;
    }

    Judgement judgement() {
      return judgement;
    }

    boolean isOf(String connector, String section) {
      return judgement.connector().equals(connector) && judgement.section().equals(section);
    }

    boolean isSend(String connector, Set<Long> numbers) {
      return numbers.contains(number) && judgement.connector().equals(connector);
    }

    /** Whether this very message holds it; another may read the same. */
    @SuppressWarnings("ReferenceEquality")
    boolean isIn(Message one) {
      return message == one;
    }

    void reported(Send one) {
      send = one;
    }

    /** Gives it the number of the Send that it is in; returns whether it is in this very one. */
    @SuppressWarnings("ReferenceEquality")
    boolean queued(Send one, long asNumber) {
      if (send != one) {
        return false;
      }
      number = asNumber;
      send = null;
      return true;
    }

    void taken(boolean fromDisk) {
      late = fromDisk;
    }

    void worded(Message one, String shownTopic, String shownPart) {
      message = one;
      topic = shownTopic;
      excerpt = shownPart;
    }

    void published(Instant now, long nanos) {
      published = now;
      publishedNanos = nanos;
      attempts++;
    }

    void acknowledged(Instant now, long nanos) {
      acknowledged = now;
      roundTrip = Duration.ofNanos(nanos - publishedNanos);
      message = null;
    }

    void done(Instant now) {
      done = now;
      message = null;
    }

    /** What was on the way comes again. */
    void lost(String connector) {
      if (acknowledged == null && done == null && judgement.connector().equals(connector)) {
        published = null;
        message = null;
        late = null;
      }
    }

    private Journey.Leg shown() {
      return new Journey.Leg(
          judgement,
          looks,
          number,
          late,
          topic,
          excerpt,
          published,
          attempts,
          acknowledged,
          roundTrip,
          done);
    }
  }
}
