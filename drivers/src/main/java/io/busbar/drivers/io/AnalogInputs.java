package io.busbar.drivers.io;

import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.io.I2cSettings.Channel;
import io.busbar.drivers.io.I2cSettings.ChipSettings;
import io.busbar.drivers.io.I2cSettings.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An ADS1115 (TI SBAS444): four inputs of 16 bits, read one after the other. */
final class AnalogInputs implements Chip {
  /** The ranges of its amplifier in V, by their numbers (table 8-3, field PGA). */
  static final List<Double> RANGES = List.of(6.144, 4.096, 2.048, 1.024, 0.512, 0.256);

  private static final byte RESULT = 0x00;
  private static final byte CONFIG = 0x01;

  /** Start one conversion; when read, whether none is under way. */
  private static final int START = 0x8000;

  /** One conversion at a time, 128 of them a second, no comparator. */
  private static final int ONCE_AT_128 = 0x0183;

  /** One conversion at 128/s, with the 10 % that its clock may be slow. */
  private static final long CONVERSION = Duration.ofMillis(9).toNanos();

  private static final int MOST_LOOKS = 5;
  private static final double FULL_SCALE = 32_768;

  /** NAMUR NE 43: a transmitter never gives less than 3.6 mA or more than 21 mA by itself. */
  private static final double WIRE_BREAK = 3.6;

  private static final double SHORT = 21;

  private final Map<DataPoint, Channel> channels = new LinkedHashMap<>();
  private final String branch;

  AnalogInputs(ChipSettings settings) {
    this.branch = settings.name() + "/AI";
    for (Channel each : settings.channels()) {
      String source = settings.address() + " AIN" + each.channel();
      channels.put(new DataPoint(branch, each.name(), ValueType.REAL, each.unit(), source), each);
    }
  }

  @Override
  public List<Device> devices() {
    return List.of(new Device(branch, "", true, List.copyOf(channels.keySet())));
  }

  @Override
  public void start(Wire wire) {}

  @Override
  public List<Sample> read(Wire wire, Instant time)
      throws NoAnswer, Unavailable, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    for (Map.Entry<DataPoint, Channel> each : channels.entrySet()) {
      samples.add(sample(each.getKey(), each.getValue(), volts(wire, each.getValue()), time));
    }
    return samples;
  }

  /** On the wire: {@code 01 C3 83}, wait, {@code 01} and two bytes, {@code 00} and two bytes. */
  private static double volts(Wire wire, Channel channel)
      throws NoAnswer, Unavailable, InterruptedException {
    // AINn against ground is 4 + n in the field MUX.
    int mux = (4 + channel.channel()) << 12;
    int config = START | mux | (RANGES.indexOf(channel.range()) << 9) | ONCE_AT_128;
    wire.transfer(new byte[] {CONFIG, (byte) (config >> 8), (byte) config}, 0);
    for (int look = 0; look < MOST_LOOKS; look++) {
      wire.rest(CONVERSION);
      if ((word(wire.transfer(new byte[] {CONFIG}, 2)) & START) != 0) {
        short raw = (short) word(wire.transfer(new byte[] {RESULT}, 2));
        return raw * channel.range() / FULL_SCALE;
      }
    }
    throw new NoAnswer(
        "got no result of channel " + channel.channel() + ", want one after 8 ms",
        "Check that the chip is an ADS1115, and its supply");
  }

  private static int word(byte[] bytes) {
    return ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
  }

  private static Sample sample(DataPoint point, Channel channel, double volts, Instant time) {
    double signal = channel.signal() == Signal.LOOP ? 1000 * volts / channel.shunt() : volts;
    Optional<String> fault = fault(channel, signal, volts);
    return fault.isPresent()
        ? Sample.failed(point, Quality.BAD, time, fault.get())
        : Sample.good(point, new Value.Real(channel.scale().value(signal)), time);
  }

  /** Why a signal is no measurement. */
  private static Optional<String> fault(Channel channel, double signal, double volts) {
    if (channel.signal() == Signal.LOOP && signal < WIRE_BREAK) {
      return Optional.of(
          "got %.2f mA, want 4 to 20: the wire is broken or the transmitter has no supply"
              .formatted(signal));
    }
    if (channel.signal() == Signal.LOOP && signal > SHORT) {
      return Optional.of("got %.2f mA, want 4 to 20: a short or a fault".formatted(signal));
    }
    if (volts >= channel.range() * (FULL_SCALE - 1) / FULL_SCALE) {
      return Optional.of(
          "got %s V or more, the end of the range: choose a larger one".formatted(channel.range()));
    }
    return Optional.empty();
  }

  @Override
  public List<Sample> failed(Quality quality, Instant time, String reason) {
    return channels.keySet().stream()
        .map(point -> Sample.failed(point, quality, time, reason))
        .toList();
  }

  @Override
  public boolean canSet(DataPoint point) {
    return false;
  }

  @Override
  public List<Sample> set(Wire wire, DataPoint point, Value value, long now, Instant time) {
    throw new IllegalArgumentException("got " + point.name() + ", want an output");
  }

  @Override
  public boolean expired(long now) {
    return false;
  }

  @Override
  public long due(long now) {
    return Long.MAX_VALUE;
  }

  @Override
  public void release() {}
}
