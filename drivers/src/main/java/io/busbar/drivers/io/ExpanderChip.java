package io.busbar.drivers.io;

import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.io.I2cSettings.ChipSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A port expander: each pin an input or an output. */
final class ExpanderChip implements Chip {
  private final Expander registers;
  private final int inputMask;
  private final int activeLow;
  private final int pullUp;
  private final boolean interrupt;
  private final BitGroup inputs;
  private final BitGroup outputs;
  private final Map<String, Integer> places = new TreeMap<>();
  private final Map<String, DeadMan<Boolean>> wanted = new LinkedHashMap<>();

  ExpanderChip(ChipSettings settings) {
    this.registers = Expander.of(settings.chip());
    this.inputMask = registers.all() & ~mask(settings.outputs());
    this.activeLow = mask(settings.activeLow());
    this.pullUp = mask(settings.pullUp());
    this.interrupt = settings.interrupt() != null;
    Map<String, String> in = new LinkedHashMap<>();
    Map<String, String> out = new LinkedHashMap<>();
    for (int pin = 0; pin < registers.width(); pin++) {
      String name = "P" + pin;
      String source = settings.address() + " pin " + pin;
      places.put(name, pin);
      if (settings.outputs().contains(pin)) {
        out.put(name, source);
        wanted.put(name, new DeadMan<>(settings.safe().contains(pin), settings.deadMan()));
      } else {
        in.put(name, source);
      }
    }
    this.inputs = new BitGroup(settings.name(), true, 'I', in);
    this.outputs = new BitGroup(settings.name(), true, 'Q', out);
  }

  private static int mask(List<Integer> pins) {
    return pins.stream().mapToInt(pin -> 1 << pin).reduce(0, (a, b) -> a | b);
  }

  @Override
  public List<Device> devices() {
    List<Device> all = new ArrayList<>(inputs.devices());
    all.addAll(outputs.devices());
    return all;
  }

  /** The latch before the direction, so that no output ever shows a level that was not wanted. */
  @Override
  public void start(Wire wire) throws NoAnswer, Unavailable {
    drive(wire);
    write(wire, registers.pullUp(), pullUp & inputMask);
    write(wire, registers.direction(), inputMask);
    if (interrupt && registers.control() != Expander.NONE) {
      int control = registers.oneInterrupt();
      wire.transfer(new byte[] {(byte) registers.control(), (byte) control}, 0);
      write(wire, registers.interrupts(), inputMask);
    }
  }

  @Override
  public List<Sample> read(Wire wire, Instant time) throws NoAnswer, Unavailable {
    if (registers.direction() != Expander.NONE) {
      int direction = get(wire, registers.direction());
      if (direction != inputMask) { // It lost its supply for a moment and is as from the factory.
        start(wire);
      }
    }
    int levels = get(wire, registers.pins()) ^ activeLow;
    List<Sample> samples = new ArrayList<>();
    samples.addAll(inputs.set(name -> bit(levels, name), time));
    samples.addAll(outputs.set(name -> state(name).wanted(), time));
    return samples;
  }

  @Override
  public List<Sample> failed(Quality quality, Instant time, String reason) {
    List<Sample> all = new ArrayList<>(inputs.failed(quality, time, reason));
    all.addAll(outputs.failed(quality, time, reason));
    return all;
  }

  @Override
  public boolean canSet(DataPoint point) {
    return outputs.has(point);
  }

  @Override
  public List<Sample> set(Wire wire, DataPoint point, Value value, long now, Instant time)
      throws NoAnswer, Unavailable {
    Map<String, Boolean> asked = outputs.wanted(point, value);
    Map<String, Boolean> before = new LinkedHashMap<>();
    asked.forEach((name, on) -> {
      before.put(name, state(name).wanted());
      state(name).command(on, now);
    });
    try {
      drive(wire);
    } catch (NoAnswer e) {
      before.forEach((name, on) -> state(name).command(on, now));
      throw e;
    }
    List<Sample> samples = new ArrayList<>();
    asked.forEach((name, on) -> samples.addAll(outputs.set(name, on, time)));
    return samples;
  }

  @Override
  public boolean expired(long now) {
    boolean any = false;
    for (DeadMan<Boolean> each : wanted.values()) {
      any |= each.expired(now);
    }
    return any;
  }

  @Override
  public long due(long now) {
    return wanted.values().stream().mapToLong(each -> each.due(now)).min().orElse(Long.MAX_VALUE);
  }

  @Override
  public void release() {
    wanted.values().forEach(DeadMan::release);
  }

  /** Inputs of a chip without a direction register must stay high in its latch. */
  private void drive(Wire wire) throws NoAnswer, Unavailable {
    int latch = 0;
    for (Map.Entry<String, DeadMan<Boolean>> output : wanted.entrySet()) {
      latch |= output.getValue().wanted() ? 1 << place(output.getKey()) : 0;
    }
    latch = (latch ^ activeLow) & ~inputMask;
    if (registers.direction() == Expander.NONE) {
      latch |= inputMask;
    }
    wire.transfer(registers.write(registers.latch(), latch), 0);
  }

  private void write(Wire wire, int register, int value) throws NoAnswer, Unavailable {
    if (register != Expander.NONE) {
      wire.transfer(registers.write(register, value), 0);
    }
  }

  private int get(Wire wire, int register) throws NoAnswer, Unavailable {
    return registers.value(wire.transfer(registers.select(register), registers.width() / 8));
  }

  private boolean bit(int levels, String name) {
    return ((levels >> place(name)) & 1) == 1;
  }

  private int place(String name) {
    return java.util.Objects.requireNonNull(places.get(name));
  }

  private DeadMan<Boolean> state(String name) {
    return java.util.Objects.requireNonNull(wanted.get(name));
  }
}
