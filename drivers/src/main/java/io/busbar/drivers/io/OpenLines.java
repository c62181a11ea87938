package io.busbar.drivers.io;

import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of a GPIO bus from their opening to their closing. For the bus's thread; the edges that
 * the pins tell of are posted to it.
 */
final class OpenLines implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenLines.class);

  /** Every line is read so often, so that an edge that was lost is found, and no value ages. */
  static final long LOOK = Duration.ofSeconds(1).toNanos();

  private final GpioBus.Parts parts;
  private final SampleSink sink;
  private final Consumer<Consumer<OpenLines>> post;
  private final PanelState panel;
  private final Map<String, Watched> inputs = new LinkedHashMap<>();
  private final Map<String, Watched> pulses = new LinkedHashMap<>();
  private final Map<String, PulseCounter> counters = new LinkedHashMap<>();
  private final Map<String, Driven> outputs = new LinkedHashMap<>();
  private final Map<Pins.Output, Boolean> lamps = new LinkedHashMap<>();
  private Map<String, Long> saved = Map.of();
  private boolean open;
  private long nextLook;
  private long nextSave;
  private @Nullable String saveFault;
  private Pins.@Nullable Output red;
  private Pins.@Nullable Output green;
  private @Nullable Watched button;
  private @Nullable Unavailable broken;

  /** A line that is read, debounced. */
  private record Watched(Pins.Input line, boolean activeLow, Debounce debounce) {
    void edge(boolean high, long nanos, BiConsumer<Boolean, Long> changed) {
      debounce.edge(high ^ activeLow, nanos, changed);
    }
  }

  /** A line that is driven. */
  private record Driven(Pins.Output line, boolean activeLow, DeadMan<Boolean> state) {
    void drive() throws Unavailable {
      line.set(state.wanted() ^ activeLow);
    }
  }

  /**
   * @param post hands work to the bus's thread
   */
  OpenLines(
      GpioBus.Parts parts, SampleSink sink, Consumer<Consumer<OpenLines>> post, PanelState panel) {
    this.parts = parts;
    this.sink = sink;
    this.post = post;
    this.panel = panel;
  }

  /** Outputs first: what they drive is safe as early as can be. */
  void open() throws Unavailable {
    long now = parts.now();
    for (GpioSettings.Output each : parts.settings().outputs()) {
      Pins.Output line = parts.pins().output(each.line(), each.safe() ^ each.activeLow());
      outputs.put(
          each.name(),
          new Driven(line, each.activeLow(), new DeadMan<>(each.safe(), each.deadMan())));
    }
    for (GpioSettings.Input each : parts.settings().inputs()) {
      String name = each.name();
      inputs.put(
          name,
          watch(
              each.line(),
              each.pull(),
              each.activeLow(),
              each.debounce(),
              (lines, edge) -> lines.input(name, edge.high(), edge.nanos())));
    }
    saved = parts.file().load();
    for (CounterPoints each : parts.counters()) {
      GpioSettings.Counter wired = each.settings();
      String name = each.name();
      counters.put(name, each.counter(saved.getOrDefault(name, 0L), now));
      pulses.put(
          name,
          watch(
              wired.line(),
              wired.pull(),
              wired.activeLow(),
              wired.debounce(),
              (lines, edge) -> lines.pulse(name, edge.high(), edge.nanos())));
    }
    openPanel(parts.settings().panel());
    open = true;
    nextLook = now;
    nextSave = now + parts.settings().saveCounters().toNanos();
  }

  private void openPanel(GpioSettings.@Nullable PanelLines lines) throws Unavailable {
    if (lines == null) {
      return;
    }
    red = lamp(lines.red());
    green = lamp(lines.green());
    if (lines.button() != null) {
      button =
          watch(
              lines.button(),
              Pull.UP,
              true,
              PanelState.DEBOUNCE,
              (open, edge) -> open.button(edge.high(), edge.nanos()));
    }
  }

  private Pins.@Nullable Output lamp(@Nullable Integer line) throws Unavailable {
    if (line == null) {
      return null;
    }
    Pins.Output lamp = parts.pins().output(line, false);
    lamps.put(lamp, false);
    return lamp;
  }

  private Watched watch(
      int number,
      Pull pull,
      boolean activeLow,
      Duration debounce,
      BiConsumer<OpenLines, Pins.Edge> take)
      throws Unavailable {
    Pins.Input line =
        parts.pins().input(number, pull, edge -> post.accept(lines -> take.accept(lines, edge)));
    return new Watched(
        line, activeLow, new Debounce(debounce, line.high() ^ activeLow, parts.now()));
  }

  /**
   * Does what is due.
   *
   * @return how long until something is due again, in nanoseconds
   * @throws Unavailable a line has gone
   */
  long turn() throws Unavailable {
    if (broken != null) {
      throw broken;
    }
    long now = parts.now();
    if (now - nextLook >= 0) {
      look(now);
      nextLook = now + LOOK;
    }
    inputs.forEach((name, line) -> line.debounce().settle(now, changed(name)));
    pulses.forEach((name, line) -> line.debounce().settle(now, counted(name)));
    if (button != null) {
      button.debounce().settle(now, panel::button);
    }
    for (Map.Entry<String, Driven> output : outputs.entrySet()) {
      if (output.getValue().state().expired(now)) {
        LOG.warn(
            "{}: no command for output {} in time, it goes to its safe value",
            parts.settings().name(),
            output.getKey());
        output.getValue().drive();
        sink.accept(
            parts.outputs().set(output.getKey(), output.getValue().state().wanted(), parts.time()));
      }
    }
    if (now - nextSave >= 0) {
      save();
      nextSave = now + parts.settings().saveCounters().toNanos();
    }
    light(now);
    return due(now);
  }

  private long due(long now) {
    long wait = Math.min(nextLook - now, nextSave - now);
    for (Watched line : inputs.values()) {
      wait = Math.min(wait, line.debounce().due(now));
    }
    for (Watched line : pulses.values()) {
      wait = Math.min(wait, line.debounce().due(now));
    }
    for (Driven output : outputs.values()) {
      wait = Math.min(wait, output.state().due(now));
    }
    if (button != null) {
      wait = Math.min(wait, button.debounce().due(now));
    }
    return red == null ? wait : Math.min(wait, SignalLed.HALF - Math.floorMod(now, SignalLed.HALF));
  }

  /** Reads every line and reports every value. */
  private void look(long now) throws Unavailable {
    for (Map.Entry<String, Watched> line : inputs.entrySet()) {
      line.getValue().edge(line.getValue().line().high(), now, changed(line.getKey()));
    }
    for (Map.Entry<String, Watched> line : pulses.entrySet()) {
      line.getValue().edge(line.getValue().line().high(), now, counted(line.getKey()));
    }
    if (button != null) {
      button(button.line().high(), now);
    }
    Instant time = parts.time();
    List<Sample> all = new ArrayList<>();
    all.addAll(parts.inputs().set(name -> required(inputs, name).debounce().stable(), time));
    all.addAll(parts.outputs().set(name -> required(outputs, name).state().wanted(), time));
    parts
        .counters()
        .forEach(each -> all.addAll(each.samples(required(counters, each.name()), now, time)));
    report(all);
  }

  private void input(String name, boolean high, long nanos) {
    Watched line = inputs.get(name);
    if (line != null) {
      line.edge(high, nanos, changed(name));
    }
  }

  private void pulse(String name, boolean high, long nanos) {
    Watched line = pulses.get(name);
    if (line != null) {
      line.edge(high, nanos, counted(name));
    }
  }

  private void button(boolean high, long nanos) {
    if (button != null) {
      button.edge(high, nanos, panel::button);
    }
  }

  private BiConsumer<Boolean, Long> changed(String name) {
    return (value, since) -> report(parts.inputs().set(name, value, parts.timeOf(since)));
  }

  private BiConsumer<Boolean, Long> counted(String name) {
    return (active, since) -> {
      if (active) {
        required(counters, name).pulse(since);
      }
    };
  }

  /** Sets an output, a view of outputs, or a counter's reading; the future always ends. */
  void write(DataPoint point, Value value, CompletableFuture<Void> done) {
    try {
      if (!open) {
        throw new Unavailable("the bus was stopped", "Ask again when it runs");
      }
      if (parts.outputs().has(point)) {
        command(parts.outputs().wanted(point, value));
      } else if (value instanceof Value.Real(double reading) && reading >= 0) {
        set(point, reading);
      } else {
        throw new IllegalArgumentException("got " + value + ", want a reading of 0 or more");
      }
      done.complete(null);
    } catch (IllegalArgumentException e) {
      done.completeExceptionally(e);
    } catch (Unavailable e) {
      broken = e;
      done.completeExceptionally(e);
    }
  }

  private void command(Map<String, Boolean> wanted) throws Unavailable {
    for (Map.Entry<String, Boolean> each : wanted.entrySet()) {
      Driven output = required(outputs, each.getKey());
      output.state().command(each.getValue(), parts.now());
      output.drive();
      sink.accept(parts.outputs().set(each.getKey(), each.getValue(), parts.time()));
    }
  }

  private void set(DataPoint point, double reading) {
    for (CounterPoints each : parts.counters()) {
      PulseCounter counter = counters.get(each.name());
      if (each.reading().equals(point) && counter != null) {
        counter.set(reading);
        save();
        sink.accept(each.samples(counter, parts.now(), parts.time()));
      }
    }
  }

  private void save() {
    Map<String, Long> counts = new LinkedHashMap<>(saved);
    counters.forEach((name, counter) -> counts.put(name, counter.pulses()));
    if (counts.equals(saved)) {
      return;
    }
    try {
      parts.file().save(counts);
      saved = counts;
      saveFault = null;
    } catch (IOException e) {
      if (!e.toString().equals(saveFault)) {
        saveFault = e.toString();
        LOG.error("{}: counts cannot be saved: {}", parts.settings().name(), saveFault);
      }
    }
  }

  private void light(long now) throws Unavailable {
    light(red, SignalLed.red(panel.signal(), now));
    light(green, SignalLed.green(panel.signal()));
  }

  private void light(Pins.@Nullable Output lamp, boolean on) throws Unavailable {
    if (lamp != null && !Boolean.valueOf(on).equals(lamps.put(lamp, on))) {
      lamp.set(on);
    }
  }

  private void report(List<Sample> samples) {
    if (!samples.isEmpty()) {
      sink.accept(samples);
    }
  }

  private static <T> T required(Map<String, T> all, String name) {
    return java.util.Objects.requireNonNull(all.get(name), name);
  }

  /** Safe values out, counts to the disk, lines back. */
  @Override
  public void close() {
    for (Map.Entry<String, Driven> output : outputs.entrySet()) {
      output.getValue().state().release();
      try {
        output.getValue().drive();
        sink.accept(
            parts.outputs().set(output.getKey(), output.getValue().state().safe(), parts.time()));
      } catch (Unavailable e) {
        LOG.warn("{}: {}", parts.settings().name(), e.advice());
      }
      output.getValue().line().close();
    }
    outputs.clear();
    inputs.values().forEach(line -> line.line().close());
    pulses.values().forEach(line -> line.line().close());
    if (!counters.isEmpty()) {
      save();
    }
    for (Pins.Output lamp : new Pins.Output[] {red, green}) {
      if (lamp != null) {
        lamp.close();
      }
    }
    if (button != null) {
      button.line().close();
    }
  }
}
