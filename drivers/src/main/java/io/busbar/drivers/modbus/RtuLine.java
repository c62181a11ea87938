package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The timing of an RTU line, where silence is all that separates frames and nothing tells to which
 * question an answer belongs.
 *
 * <p>A late answer must never be taken for the next one. One that comes before the next request is
 * drained. One that comes while the next request waits would pass every check if unit, function and
 * length are the same; so a unit whose last request got no proper answer is not asked again before
 * three timeouts have passed since that request. Other units may be asked meanwhile: a late answer
 * then bears the wrong unit id. A device that can be later than three timeouts needs a longer
 * timeout in its bus's settings. However soon a quick unit is given up ({@link Patience}), these
 * are three times the timeout that is configured.
 */
final class RtuLine {
  /** Timeouts since an unanswered request after which its answer is taken to come no more. */
  private static final int QUARANTINE = 3;

  /** Unit, function, byte count and CRC around an answer's registers. */
  private static final int ANSWER_FRAME = 5;

  private static final int HIGHEST_UNIT = 247;

  /** Within a frame a USB adapter or a device server may hold bytes back for so long. */
  private static final Duration HOLD_BACK = Duration.ofMillis(100);

  /** Above 19200 baud the specification fixes the silence between frames. */
  private static final long FAST_GAP_NANOS = 1_750_000;

  private static final int FAST = 19_200;

  private final SerialPort.Opener opener;
  private final SerialSettings settings;
  private final Timing timing;
  private final Pace pace;
  private final long[] clearAt;
  private final Patience[] patience = new Patience[256];
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
  private @Nullable SerialPort port;
  private long lastByteAt;
  private long requestEnd;
  private long answerFrom;
  private long answerUntil;
  private boolean cut;

  RtuLine(SerialPort.Opener opener, SerialSettings settings, Timing timing, Pace pace) {
    this(opener, settings, timing, pace, new long[256]);
    Arrays.fill(clearAt, pace.now());
  }

  private RtuLine(
      SerialPort.Opener opener, SerialSettings settings, Timing timing, Pace pace, long[] clearAt) {
    this.opener = opener;
    this.settings = settings;
    this.timing = timing;
    this.pace = pace;
    this.clearAt = clearAt;
    Arrays.setAll(patience, _ -> new Patience(timing.timeout()));
    this.lastByteAt = pace.now();
  }

  /** The same line with other settings; a late answer on one is known on the other. */
  RtuLine with(SerialSettings other, Timing otherTiming) {
    return new RtuLine(opener, other, otherTiming, pace, clearAt);
  }

  void open() throws Unavailable {
    close();
    port = opener.open(settings);
  }

  void close() {
    if (port != null) {
      port.close();
      port = null;
    }
  }

  /** Nanoseconds until a unit may be asked; none when not above 0. */
  long quarantine(int unit) {
    return clearAt[unit] - pace.now();
  }

  /**
   * Waits until this unit may be asked and the line has been silent between two frames.
   *
   * @return whether the line became silent; false when somebody talks without end
   */
  boolean awaitSilence(int unit) throws Unavailable, InterruptedException {
    for (long left = quarantine(unit); left > 0; left = quarantine(unit)) {
      swallow(Duration.ofNanos(left));
    }
    long giveUp = pace.now() + timing.timeout().toNanos();
    while (true) {
      if (line().drain() > 0) {
        lastByteAt = pace.now();
      }
      long wait = lastByteAt + silence() - pace.now();
      if (wait <= 0) {
        return true;
      }
      if (pace.now() - giveUp > 0) {
        return false;
      }
      pace.sleep(wait);
    }
  }

  /** Sends a request; from here on the unit is suspect of a late answer until {@link #trust}. */
  void send(byte[] bytes, ReadRequest request) throws Unavailable {
    int unit = request.unit();
    clearAt[unit] = pace.now() + QUARANTINE * timing.timeout().toNanos();
    line().write(bytes);
    requestEnd = pace.now() + settings.timeOf(bytes.length).toNanos();
    lastByteAt = requestEnd;
    answerFrom = requestEnd;
    long answer = settings.timeOf(2 * request.count() + ANSWER_FRAME).toNanos();
    answerUntil = requestEnd + patience[unit].nanos(answer);
    cut = false;
    frame.reset();
  }

  /** The unit has answered its request properly, so no late answer is under way. */
  void trust(int unit) {
    clearAt[unit] = pace.now();
    patience[unit].answered(answerFrom - requestEnd);
  }

  /** Nothing has come from this unit; its late answer may still be under way. */
  void missed(int unit) {
    patience[unit].missed(answerUntil - requestEnd);
  }

  /** The next byte starts another frame, which must still come within the same timeout. */
  void nextFrame() {
    frame.reset();
  }

  /**
   * Takes bytes of the present frame.
   *
   * @return {@code count}, or fewer when the line fell silent before
   */
  int take(byte[] into, int count) throws Unavailable {
    int got = 0;
    if (frame.size() == 0 && count > 0) {
      if (!takeFirst(into)) {
        return 0;
      }
      got = 1;
    }
    long end = pace.now() + HOLD_BACK.plus(settings.timeOf(2 * count)).toNanos();
    while (got < count) {
      int more = line().read(into, got, count - got, until(end));
      if (more == 0) {
        cut = true;
        return got;
      }
      frame.write(into, got, more);
      got += more;
      lastByteAt = pace.now();
    }
    return got;
  }

  /**
   * The first byte of a frame. 00h and F8h to FFh are no unit of a line: they are the glitches that
   * many RS-485 drivers make when they turn round, and are passed over.
   */
  private boolean takeFirst(byte[] into) throws Unavailable {
    do {
      if (line().read(into, 0, 1, until(answerUntil)) == 0) {
        return false;
      }
      lastByteAt = pace.now();
    } while (into[0] == 0 || Byte.toUnsignedInt(into[0]) > HIGHEST_UNIT);
    frame.write(into[0]);
    answerFrom = lastByteAt;
    return true;
  }

  /** What has come of the present frame. */
  byte[] frame() {
    return frame.toByteArray();
  }

  /** Whether the present frame stopped before its end. */
  boolean wasCut() {
    return cut;
  }

  /** How long an answer to the last request is or was waited for. */
  Duration waited() {
    return Duration.ofNanos(answerUntil - requestEnd);
  }

  private void swallow(Duration wait) throws Unavailable, InterruptedException {
    byte[] waste = new byte[256];
    if (line().read(waste, 0, waste.length, wait) > 0) {
      lastByteAt = pace.now();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private Duration until(long end) {
    return Duration.ofNanos(Math.max(end - pace.now(), 0));
  }

  /** What is kept before each request. */
  private long silence() {
    return Math.max(gap(settings), timing.pause().toNanos());
  }

  /** 3.5 characters of silence. */
  static long gap(SerialSettings settings) {
    return settings.baudRate() > FAST ? FAST_GAP_NANOS : settings.timeOf(7).toNanos() / 2;
  }

  private SerialPort line() {
    if (port == null) {
      throw new IllegalStateException("the line is not open");
    }
    return port;
  }
}
