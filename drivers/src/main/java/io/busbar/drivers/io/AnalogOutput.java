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
import java.time.Instant;
import java.util.List;

/** An MCP4725 (Microchip DS22039): one output of 12 bits, from ground to its supply. */
final class AnalogOutput implements Chip {
  private static final int STEPS = 4096;

  private final Channel channel;
  private final DataPoint point;
  private final DeadMan<Double> wanted;

  AnalogOutput(ChipSettings settings) {
    this.channel = settings.channels().getFirst();
    this.point =
        new DataPoint(
            settings.name() + "/AO",
            channel.name(),
            ValueType.REAL,
            channel.unit(),
            settings.address(),
            true);
    this.wanted = new DeadMan<>(channel.safe(), settings.deadMan());
  }

  @Override
  public List<Device> devices() {
    return List.of(new Device(point.device(), "", true, List.of(point)));
  }

  @Override
  public void start(Wire wire) throws NoAnswer, Unavailable {
    drive(wire);
  }

  /** The chip says what it drives: {@code status D11-D4 D3-D0 ...} (figure 6-3). */
  @Override
  public List<Sample> read(Wire wire, Instant time) throws NoAnswer, Unavailable {
    byte[] state = wire.transfer(new byte[0], 3);
    int steps = ((state[1] & 0xFF) << 4) | ((state[2] & 0xFF) >> 4);
    if (steps != steps(wanted.wanted())) { // It lost its supply for a moment.
      drive(wire);
    }
    return List.of(Sample.good(point, new Value.Real(wanted.wanted()), time));
  }

  @Override
  public List<Sample> failed(Quality quality, Instant time, String reason) {
    return List.of(Sample.failed(point, quality, time, reason));
  }

  @Override
  public boolean canSet(DataPoint other) {
    return point.equals(other);
  }

  @Override
  public List<Sample> set(Wire wire, DataPoint asked, Value value, long now, Instant time)
      throws NoAnswer, Unavailable {
    if (!(value instanceof Value.Real(double real)) || !isPossible(channel, real)) {
      Scale scale = channel.scale();
      throw new IllegalArgumentException(
          "got %s, want a value of 0 to %s V, which is %s to %s %s"
              .formatted(
                  value,
                  channel.range(),
                  scale.value(0),
                  scale.value(channel.range()),
                  channel.unit()));
    }
    double before = wanted.wanted();
    wanted.command(real, now);
    try {
      drive(wire);
    } catch (NoAnswer e) {
      wanted.command(before, now);
      throw e;
    }
    return List.of(Sample.good(point, value, time));
  }

  /** Whether the output can have this value. */
  static boolean isPossible(Channel channel, double value) {
    double volts = channel.scale().signal(value);
    return volts >= 0 && volts <= channel.range();
  }

  @Override
  public boolean expired(long now) {
    return wanted.expired(now);
  }

  @Override
  public long due(long now) {
    return wanted.due(now);
  }

  @Override
  public void release() {
    wanted.release();
  }

  /** On the wire: {@code 08 00} for half of the supply, by the fast mode (figure 6-1). */
  private void drive(Wire wire) throws NoAnswer, Unavailable {
    int steps = steps(wanted.wanted());
    wire.transfer(new byte[] {(byte) (steps >> 8), (byte) steps}, 0);
  }

  private int steps(double value) {
    long steps = Math.round(channel.scale().signal(value) / channel.range() * STEPS);
    return Math.clamp(steps, 0, STEPS - 1);
  }
}
