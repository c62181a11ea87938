package io.busbar.drivers.io;

import io.busbar.drivers.BusException.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Lines whose levels a test sets and sees. */
final class FakePins implements Pins {
  final Map<Integer, Boolean> levels = new TreeMap<>();
  final List<String> driven = new ArrayList<>();
  private final Map<Integer, Consumer<Edge>> listeners = new TreeMap<>();
  private I2c wire =
      new I2c() {
        @Override
        public byte[] transfer(int address, byte[] write, int read) {
          throw new AssertionError("nobody gave this bus chips");
        }

        @Override
        public void close() {}
      };

  /** An edge, as the kernel would tell of it. */
  void edge(int line, boolean high, long nanos) {
    levels.put(line, high);
    Consumer<Edge> listener = listeners.get(line);
    if (listener != null) {
      listener.accept(new Edge(high, nanos));
    }
  }

  void wire(I2c other) {
    wire = other;
  }

  boolean isTaken(int line) {
    return listeners.containsKey(line);
  }

  @Override
  public Input input(int line, Pull pull, Consumer<Edge> edges) throws Unavailable {
    if (listeners.putIfAbsent(line, edges) != null) {
      throw new Unavailable("line " + line + " is taken", "Take another");
    }
    levels.putIfAbsent(line, pull == Pull.UP);
    return new Input() {
      @Override
      public boolean high() {
        return Boolean.TRUE.equals(levels.get(line));
      }

      @Override
      public void close() {
        listeners.remove(line);
      }
    };
  }

  @Override
  public Output output(int line, boolean high) {
    drive(line, high);
    return new Output() {
      @Override
      public void set(boolean level) {
        drive(line, level);
      }

      @Override
      public void close() {
        driven.add(line + " closed");
      }
    };
  }

  private void drive(int line, boolean high) {
    levels.put(line, high);
    driven.add(line + (high ? " high" : " low"));
  }

  @Override
  public I2c i2c(int bus) {
    return wire;
  }
}
