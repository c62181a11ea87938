package io.busbar.appliance.clock;

import io.busbar.appliance.clock.ClockFile.Counted;
import io.busbar.appliance.clock.ClockFile.Saved;
import io.busbar.appliance.process.Boots;
import io.busbar.appliance.process.Correction;
import io.busbar.appliance.process.Send;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one clock of the appliance. It counts from a time by the monotonic clock, and follows the
 * machine's clock as long as that goes as it does itself. While nobody vouches for the machine's
 * clock it begins with the last time that was known, so it never shows an earlier one; what was
 * counted so is made right when the time becomes known, see {@link #of}. Once the time was known in
 * a boot, it stays known: a machine's clock that is set is followed only when there is a reason to
 * believe it.
 *
 * <p>All that only asks never waits; {@link #look} and {@link #handOver} change.
 */
public final class ApplianceClock implements InstantSource, Boots {
  /** Where tests have files of their own in the place of this machine's. */
  private static final String MACHINE = "busbar.machine";

  private static final Logger LOG = LoggerFactory.getLogger(ApplianceClock.class);

  /**
   * How often the time is kept: 144 times a day, beside the starts and stops, about 2 MB a day of
   * an SD card.
   */
  private static final long SAVE_NANOS = Duration.ofMinutes(10).toNanos();

  private static final long RETRY_NANOS = Duration.ofSeconds(10).toNanos();

  /** A time service slews what is less, and sets what is more. */
  private static final Duration SET = Duration.ofMillis(500);

  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private final ClockFile file;
  private final Witnesses witnesses;
  private final InstantSource machine;
  private final LongSupplier nanoTime;
  private final Instant built;
  private final long boot;
  private final long started;

  /** The machine's uptime when this clock began. */
  private final long uptime;

  /** The count at the boot. */
  private final Instant origin;

  private final @Nullable Instant off;

  private volatile Count count;
  private volatile Map<Long, Counted> boots;
  private volatile ClockSettings settings = ClockSettings.DEFAULT;
  private volatile @Nullable String doubt;

  // All below is touched under this object's lock.

  /** The last time that was kept, or when the program was made. */
  private Instant floor;

  private long saved;

  /** What of the time service was seen when all was well. */
  private @Nullable FileTime seen;

  /** By how much the machine's clock was off when somebody said that it is wrong. */
  private @Nullable Duration denied;

  /** When a clock for which nobody vouches was set while it was believed; null when it was not. */
  private @Nullable Long moved;

  private boolean waited;

  /** A time that was so at one moment of the monotonic clock. */
  private record Count(Instant time, long nanos, Source source) {
    Instant at(long later) {
      return time.plusNanos(later - nanos);
    }

    boolean known() {
      return source != Source.UNKNOWN;
    }
  }

  /**
   * How it is.
   *
   * @param alarm what is wrong, in words for the installer; null when nothing is
   */
  public record State(boolean known, Source source, @Nullable String alarm) {}

  /**
   * The clock of the appliance on this machine.
   *
   * @param folder the data folder, which must exist
   * @param built when the program was made: no earlier time is believed
   */
  public static ApplianceClock ofThisMachine(Path folder, Instant built) {
    return new ApplianceClock(
        new ClockFile(folder.resolve("clock.json")),
        new Witnesses(Path.of(System.getProperty(MACHINE, "/"))),
        InstantSource.system(),
        System::nanoTime,
        built);
  }

  ApplianceClock(
      ClockFile file,
      Witnesses witnesses,
      InstantSource machine,
      LongSupplier nanoTime,
      Instant built) {
    this.file = file;
    this.witnesses = witnesses;
    this.machine = machine;
    this.nanoTime = nanoTime;
    this.built = built;
    this.boot = witnesses.boot();
    this.started = nanoTime.getAsLong();
    this.uptime = witnesses.uptime(started);
    Saved last = file.read();
    this.floor = last.time().isAfter(built) ? last.time() : built;
    this.boots = last.boots();
    boolean again = last.boot() == boot;
    this.off = again ? last.off() : last.equals(Saved.NOTHING) ? null : last.time();
    Instant now = again ? last.time().plusNanos(uptime - last.uptime()) : floor;
    this.count = new Count(now, started, again ? last.source() : Source.UNKNOWN);
    this.origin = now.minusNanos(uptime);
    this.seen = witnesses.synced();
    this.saved = started;
    if (count.source() == Source.PERSON) {
      denied = Duration.between(now, machine.instant());
    }
    // There is nobody yet to correct.
    look(known -> {
      Correction unheard = known.get();
      LOG.debug("clock: {}", unheard);
    });
    if (!count.known() && !boots.containsKey(boot)) {
      boots = with(new Counted(origin, null));
    }
    save(started);
  }

  /** The time, as far as it is known. */
  @Override
  public Instant instant() {
    Count now = count;
    Instant own = now.at(nanoTime.getAsLong());
    if (!now.known()) {
      return own;
    }
    Instant theirs = machine.instant();
    return isSmall(Duration.between(own, theirs)) ? theirs : own;
  }

  /**
   * When this machine is known to have run last before it was switched on: to the second when it
   * was shut down, up to ten minutes early after a power cut. Null when nothing is known of it.
   */
  public @Nullable Instant poweredOff() {
    return off;
  }

  /** Whether the time is known now. */
  public boolean known() {
    return count.known();
  }

  /** Whether a time that this clock gave, and that was made right since, is known. */
  public boolean known(Instant time) {
    return count.known() || time.isBefore(origin);
  }

  /** The boot in which times are only counted now; 0 when they are known. */
  public long counting() {
    return count.known() ? Send.TIME_IS_RIGHT : boot;
  }

  /** A Send that is made now, with the boot where its times are only counted. */
  public Send stamped(Send send) {
    return count.known() ? send : send.countedIn(boot);
  }

  @Override
  public Known of(long other) {
    Counted counted = boots.get(other);
    if (counted != null && counted.by() != null) {
      return new Known.Right(new Correction(counted.from(), counted.by()));
    }
    boolean mayCome = other == boot && !count.known();
    return mayCome && !waitIsOver() ? new Known.NotYet() : new Known.Never();
  }

  private boolean waitIsOver() {
    Duration wait = settings.waitAtMost();
    return wait != null && Duration.ofNanos(nanoTime.getAsLong() - started).compareTo(wait) >= 0;
  }

  /** How it is now. */
  public State state() {
    Count now = count;
    List<String> alarms = new ArrayList<>();
    if (!now.known()) {
      alarms.add(notKnown());
    }
    String doubted = doubt;
    if (now.known() && doubted != null) {
      alarms.add(doubted);
    }
    String unkept = file.alarm();
    if (unkept != null) {
      alarms.add(unkept);
    }
    return new State(
        now.known(), now.source(), alarms.isEmpty() ? null : String.join("; ", alarms));
  }

  private String notKnown() {
    String after = waitIsOver() ? "is sent as UNCERTAIN" : "waits for it";
    return "the time is not known since this machine has started: no time service and no clock chip"
        + " has set its clock. What is read is kept, counted on from the last time known, and "
        + after
        + ". Let the machine reach a time server (NTP), hand the time over with POST /api/v1/time,"
        + " or, if its clock is right all the same, set clock.trust to always";
  }

  /** What the configuration says holds from the next look on. */
  public void use(ClockSettings wanted) {
    settings = wanted;
  }

  /**
   * To be called every second: looks at the machine's clock and who vouches for it.
   *
   * @param moment runs what makes the time known at a moment when nobody takes a time, and makes
   *     right what was taken before
   * @return whether more may be known of times than before
   */
  public synchronized boolean look(Consumer<Supplier<Correction>> moment) {
    long nanos = nanoTime.getAsLong();
    Instant theirs = machine.instant();
    Count now = count;
    Duration off = Duration.between(now.at(nanos), theirs);
    boolean news = waitIsOver() != waited;
    waited = waitIsOver();
    if (now.known() && isSmall(off)) {
      seen = witnesses.synced();
      count = new Count(theirs, nanos, seen == null ? now.source() : Source.NTP);
      doubt = null;
    } else {
      Source source = whoVouches(theirs, off);
      if (source == null) {
        doubt = doubt(off);
      } else {
        news |= set(theirs, nanos, source, moment);
      }
    }
    if (nanos - saved >= SAVE_NANOS) {
      save(nanos);
    }
    return news;
  }

  /**
   * Who says that the machine's clock is right; null when nobody does.
   *
   * @param off by how much it is ahead of the count
   */
  private @Nullable Source whoVouches(Instant theirs, Duration off) {
    if (theirs.isBefore(built) || theirs.isAfter(LATEST)) {
      return null;
    }
    FileTime synced = witnesses.synced();
    if (synced != null && !synced.equals(seen)) {
      return Source.NTP; // Just now, so also against what was kept.
    }
    boolean said = denied != null && isSmall(off.minus(denied));
    if (theirs.isBefore(floor) || said) {
      return null;
    }
    if (synced != null && !count.known()) {
      return Source.NTP;
    }
    if (witnesses.chipShows(theirs)) {
      return Source.RTC;
    }
    return settings.always() || !witnesses.areThere() ? Source.MACHINE : null;
  }

  private static boolean isSmall(Duration off) {
    return off.abs().compareTo(SET) <= 0;
  }

  private static String doubt(Duration off) {
    return ("this machine's clock is %s %s the time that is counted here since it was known, and"
            + " nobody vouches for it: it is not followed. If it is right, hand the time over with"
            + " POST /api/v1/time")
        .formatted(words(off.abs()), off.isNegative() ? "behind" : "ahead of");
  }

  /** Returns whether it was not known before. */
  private boolean set(
      Instant time, long nanos, Source source, Consumer<Supplier<Correction>> moment) {
    Count before = count;
    Count after = new Count(time, nanos, source);
    Duration by = Duration.between(before.at(nanos), time);
    seen = witnesses.synced();
    doubt = null;
    floor = time.isBefore(floor) ? time : floor;
    if (before.known()) {
      LOG.warn("clock: set by {} ({}), {} to {}", words(by), source, before.at(nanos), time);
      moved = source == Source.MACHINE ? Long.valueOf(nanos) : null;
      count = after;
      return false;
    }
    LOG.info("clock: the time is known ({}): {}; the count was {} off", source, time, words(by));
    Counted counted = new Counted(origin, by);
    moment.accept(() -> {
      if (boots.containsKey(boot)) {
        boots = with(counted);
      }
      count = after;
      return new Correction(origin, by);
    });
    save(nanos);
    return true;
  }

  private Map<Long, Counted> with(Counted here) {
    Map<Long, Counted> all = new LinkedHashMap<>(boots);
    all.put(boot, here);
    return all;
  }

  /**
   * Takes a time from a person. It holds in this boot, until a time service knows better.
   *
   * @param moment as with {@link #look}
   */
  public synchronized Handed handOver(Instant time, Consumer<Supplier<Correction>> moment) {
    if (time.isBefore(built) || time.isAfter(LATEST)) {
      return new Handed.Misfit(
          "got %s, want a time after %s, when this program was made".formatted(time, built));
    }
    Instant theirs = machine.instant();
    long nanos = nanoTime.getAsLong();
    boolean follows = isSmall(Duration.between(count.at(nanos), theirs));
    if (count.source() == Source.NTP && follows) {
      return new Handed.Needless(
          "a time service keeps this machine's clock, which shows " + theirs);
    }
    set(time, nanos, Source.PERSON, moment);
    Duration off = Duration.between(time, theirs);
    denied = isSmall(off) ? null : off;
    save(nanos);
    return new Handed.Taken(time);
  }

  /** Keeps the time for the next start, at the end. */
  public synchronized void close() {
    save(nanoTime.getAsLong());
  }

  /**
   * A machine's clock that was set wrongly for some minutes must not hold up the time for years, so
   * it is kept only when it has gone well for a while.
   */
  private void save(long nanos) {
    saved = nanos;
    if (moved != null && nanos - moved < SAVE_NANOS) {
      return;
    }
    moved = null;
    Count now = count;
    Instant time = now.at(nanos);
    long up = uptime + (nanos - started);
    if (file.write(new Saved(time, boot, up, now.source(), off, boots))) {
      floor = time;
    } else {
      saved = nanos - SAVE_NANOS + RETRY_NANOS;
    }
  }

  /** A duration in its largest whole unit. */
  private static String words(Duration time) {
    long seconds = time.toSeconds();
    long size = Math.abs(seconds);
    if (size < 10) {
      return time.toMillis() + " ms";
    }
    if (size < 600) {
      return seconds + " s";
    }
    return size < 172_800 ? time.toMinutes() + " min" : time.toDays() + " days";
  }
}
