package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Garbled;
import io.busbar.drivers.BusException.Refused;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.LatencyTimer;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
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
final class RtuLine implements Line {
  /** Timeouts since an unanswered request after which its answer is taken to come no more. */
  private static final int QUARANTINE = 3;

  private static final int HIGHEST_UNIT = 247;

  /** Above 19200 baud the specification fixes the silence between frames. */
  private static final long FAST_GAP_NANOS = 1_750_000;

  private static final int FAST = 19_200;

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private final String bus;
  private final Failures failures;
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
  private byte[] sent = {};

  /**
   * @param bus its name, for messages
   */
  RtuLine(String bus, SerialPort.Opener opener, SerialSettings settings, Timing timing, Pace pace) {
    this(bus, opener, settings, timing, pace, new long[256]);
    Arrays.fill(clearAt, pace.now());
  }

  private RtuLine(
      String bus,
      SerialPort.Opener opener,
      SerialSettings settings,
      Timing timing,
      Pace pace,
      long[] clearAt) {
    this.bus = bus;
    this.failures = Failures.ofRtu(bus, settings.line());
    this.opener = opener;
    this.settings = settings;
    this.timing = timing;
    this.pace = pace;
    this.clearAt = clearAt;
    Arrays.setAll(patience, unit -> new Patience(timing.timeout(unit)));
    this.lastByteAt = pace.now();
  }

  @Override
  public RtuLine with(SerialSettings other, Timing otherTiming) {
    // Who switches to sending is a matter of the wiring.
    SerialSettings here =
        new SerialSettings(
            settings.port(),
            other.baudRate(),
            other.dataBits(),
            other.parity(),
            other.stopBits(),
            settings.direction());
    RtuLine next = new RtuLine(bus, opener, here, otherTiming, pace, clearAt);
    if (here.equals(settings)) {
      next.port = port;
      next.lastByteAt = lastByteAt;
      port = null;
    }
    return next;
  }

  @Override
  public void open() throws Unavailable {
    close();
    port = opener.open(settings);
  }

  @Override
  public boolean isOpen() {
    return port != null;
  }

  @Override
  public void close() {
    if (port != null) {
      port.close();
      port = null;
    }
  }

  @Override
  public @Nullable String hint() {
    return LatencyTimer.hint(settings.port());
  }

  @Override
  public long quarantine(int unit) {
    return clearAt[unit] - pace.now();
  }

  /**
   * Waits until this unit may be asked and the line has been silent between two frames.
   *
   * @return whether the line became silent; false when somebody talks without end
   */
  private boolean awaitSilence(int unit) throws Unavailable, InterruptedException {
    for (long left = quarantine(unit); left > 0; left = quarantine(unit)) {
      swallow(Duration.ofNanos(left));
    }
    long giveUp = pace.now() + timing.timeout(unit).toNanos();
    while (true) {
      if (line().drain() > 0) {
        lastByteAt = pace.now();
      }
      long wait = lastByteAt + silence(unit) - pace.now();
      if (wait <= 0) {
        return true;
      }
      if (pace.now() - giveUp > 0) {
        return false;
      }
      pace.sleep(wait);
    }
  }

  /** From here on the unit is suspect of a late answer until {@link #trust}. */
  private void send(Question question) throws Unavailable {
    int unit = question.unit();
    sent = RtuFrame.of(unit, question.pdu());
    frame.reset();
    clearAt[unit] = pace.now() + QUARANTINE * timing.timeout(unit).toNanos();
    line().write(sent);
    requestEnd = pace.now() + settings.timeOf(sent.length).toNanos();
    lastByteAt = requestEnd;
    answerFrom = requestEnd;
    long answer = settings.timeOf(question.answerBytes() + RtuFrame.AROUND).toNanos();
    answerUntil = requestEnd + patience[unit].nanos(answer);
  }

  /** The unit has answered its request properly, so no late answer is under way. */
  private void trust(int unit) {
    clearAt[unit] = pace.now();
    patience[unit].answered(answerFrom - requestEnd);
  }

  /** The next frame of the right unit; what other units say meanwhile is passed over. */
  @Override
  public byte[] ask(Question question) throws BusException, InterruptedException {
    if (!awaitSilence(question.unit())) {
      throw failures.restless(question);
    }
    send(question);
    int stranger = -1;
    while (true) {
      boolean whole = takeFrame(timing.within(question.unit()));
      byte[] got = frame.toByteArray();
      if (got.length == 0) {
        patience[question.unit()].missed(answerUntil - requestEnd);
        throw stranger < 0
            ? failures.silence(question, Duration.ofNanos(answerUntil - requestEnd))
            : failures.unit(question, stranger);
      }
      if (!whole) {
        int want = RtuFrame.length(got);
        throw want > got.length && want <= RtuFrame.LONGEST
            ? failures.cut(question, got)
            : failures.noFrame(question, got);
      }
      if (!RtuFrame.isSound(got)) {
        forgive(question, got);
        throw failures.crc(question, got);
      }
      if (Byte.toUnsignedInt(got[0]) == question.unit()) {
        return verified(question, RtuFrame.pdu(got));
      }
      stranger = Byte.toUnsignedInt(got[0]);
    }
  }

  private byte[] verified(Question question, byte[] pdu) throws Garbled, Refused {
    try {
      question.verify(pdu, failures);
    } catch (Refused e) {
      trust(question.unit());
      throw e;
    }
    trust(question.unit());
    return pdu;
  }

  /**
   * A frame in which all but the CRC fits the question is its answer, damaged on the way; when
   * nothing follows it, no other is under way, and the unit may be asked again.
   */
  private void forgive(Question question, byte[] got) throws Unavailable, InterruptedException {
    boolean fits =
        Byte.toUnsignedInt(got[0]) == question.unit()
            && Byte.toUnsignedInt(got[1]) == question.function()
            && got.length == question.answerBytes() + RtuFrame.AROUND;
    if (fits && swallow(timing.within(question.unit())) == 0) {
      trust(question.unit());
    }
  }

  @Override
  public Exchange last() {
    return new Exchange(HEX.formatHex(sent), HEX.formatHex(frame.toByteArray()));
  }

  /**
   * Takes the next frame, which must start before the timeout.
   *
   * @return whether it came to its end; when not, what came is no frame or was cut short
   */
  private boolean takeFrame(Duration within) throws Unavailable, InterruptedException {
    frame.reset();
    if (!takeFirst()) {
      return false;
    }
    while (true) {
      int want = RtuFrame.length(frame.toByteArray());
      if (want == frame.size()) {
        return true;
      }
      if (want < frame.size() || want > RtuFrame.LONGEST || !take(want - frame.size(), within)) {
        return false;
      }
    }
  }

  /** Takes so many bytes; false when the line fell silent before. */
  private boolean take(int count, Duration within) throws Unavailable, InterruptedException {
    byte[] bytes = new byte[count];
    long end = pace.now() + within.plus(settings.timeOf(2 * count)).toNanos();
    for (int got = 0; got < count; ) {
      int more = line().read(bytes, got, count - got, until(end));
      stopIfInterrupted();
      if (more == 0) {
        return false;
      }
      frame.write(bytes, got, more);
      got += more;
      lastByteAt = pace.now();
    }
    return true;
  }

  /**
   * The first byte of a frame. 00h and F8h to FFh are no unit of a line: they are the glitches that
   * many RS-485 drivers make when they turn round, and are passed over.
   */
  private boolean takeFirst() throws Unavailable, InterruptedException {
    byte[] first = new byte[1];
    do {
      int count = line().read(first, 0, 1, until(answerUntil));
      stopIfInterrupted();
      if (count == 0) {
        return false;
      }
      lastByteAt = pace.now();
    } while (first[0] == 0 || Byte.toUnsignedInt(first[0]) > HIGHEST_UNIT);
    frame.write(first[0]);
    answerFrom = lastByteAt;
    return true;
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Waits, at most until something comes, and throws that away; how much it was. */
  private int swallow(Duration wait) throws Unavailable, InterruptedException {
    byte[] waste = new byte[256];
    int count = line().read(waste, 0, waste.length, wait);
    stopIfInterrupted();
    if (count > 0) {
      lastByteAt = pace.now();
    }
    return count;
  }

  private Duration until(long end) {
    return Duration.ofNanos(Math.max(end - pace.now(), 0));
  }

  /** What is kept before each request to a unit. */
  private long silence(int unit) {
    return Math.max(gap(settings), timing.pause(unit).toNanos());
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
