package io.busbar.appliance.process;

import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a section would have sent of one variable, tried on what was recorded of it. It judges with
 * the {@link Deadband} and the rules of the sections at work, so it cannot say anything else.
 */
public final class Rehearsal {
  /** A week of looks at every second, and some more. */
  private static final int MOST_LOOKS = 700_000;

  /** A chart shows no more; a Pi's memory has no room for each of a week. */
  private static final int MOST_KEPT = 3000;

  private final Deadband deadband;
  private final boolean always;
  private final List<Reading> sent = new ArrayList<>();
  private final List<Reading> recorded;
  private final Instant begin;
  private long count;
  private long saved;

  /** Of so many that are sent one is kept. */
  private int every = 1;

  /**
   * One recorded reading.
   *
   * @param value null when the reading failed
   */
  public record Reading(Instant time, @Nullable Value value, Quality quality) {
    Reading at(Instant other) {
      return new Reading(other, value, quality);
    }
  }

  /**
   * What came of it.
   *
   * @param sent what would have been sent, each at the time of the look; of very many every so many
   * @param count how many would have been sent
   * @param saved looks that would have been sent without the hysteresis
   */
  public record Outcome(List<Reading> sent, long count, long saved) {
    public Outcome {
      sent = List.copyOf(sent);
    }
  }

  private Rehearsal(
      SectionSettings section, SendRule rule, @Nullable Duration every, List<Reading> recorded) {
    SectionSettings.Point point = section.points().getFirst();
    this.deadband = new Deadband(RealtimeSection.rule(point, section, rule, every));
    this.always = rule instanceof SendRule.Cycle && !point.hasHysteresis();
    this.recorded = recorded;
    this.begin = recorded.getFirst().time();
  }

  /**
   * Tries a section.
   *
   * @param section with one point; a section that sends only on an event sends nothing here
   * @param recorded in the order of time
   */
  public static Outcome of(SectionSettings section, List<Reading> recorded) {
    SendRule rule = SendRule.parse(section.send());
    if (recorded.isEmpty() || rule instanceof SendRule.OnEvent) {
      return new Outcome(List.of(), 0, 0);
    }
    Duration every = RealtimeSection.every(rule, section);
    Rehearsal rehearsal = new Rehearsal(section, rule, every, recorded);
    boolean bySample = rule instanceof SendRule.OnChange && section.update() == null;
    rehearsal.run(every, bySample);
    return new Outcome(rehearsal.sent, rehearsal.count, rehearsal.saved);
  }

  private void run(@Nullable Duration every, boolean bySample) {
    Instant next = begin;
    int looks = 0;
    for (int i = 0; i < recorded.size() && looks < MOST_LOOKS; i++) {
      Reading reading = recorded.get(i);
      if (bySample) {
        look(reading);
        looks++;
      }
      // Until the next reading comes, every look by the clock sees this one.
      boolean last = i + 1 == recorded.size();
      Instant until = last ? reading.time().plusNanos(1) : recorded.get(i + 1).time();
      while (every != null && next.isBefore(until) && looks < MOST_LOOKS) {
        look(reading.at(next));
        looks++;
        next = next.plus(every);
      }
    }
  }

  private void look(Reading reading) {
    long nanos = Duration.between(begin, reading.time()).toNanos();
    if (always) {
      deadband.report(reading.value(), reading.quality(), nanos);
      send(reading);
      return;
    }
    switch (deadband.judge(reading.value(), reading.quality(), nanos)) {
      case REPORT -> send(reading);
      case SAVED -> saved++;
      case SAME -> {}
    }
  }

  private void send(Reading reading) {
    if (count % every == 0) {
      sent.add(reading);
    }
    count++;
    if (sent.size() > MOST_KEPT) {
      List<Reading> half = new ArrayList<>();
      for (int i = 0; i < sent.size(); i += 2) {
        half.add(sent.get(i));
      }
      sent.clear();
      sent.addAll(half);
      every *= 2;
    }
  }
}
