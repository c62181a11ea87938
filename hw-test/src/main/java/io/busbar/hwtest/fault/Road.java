package io.busbar.hwtest.fault;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** One way of a line, the same for all its connections: its trouble now, and what it carried. */
final class Road {
  private final AtomicLong carried = new AtomicLong();
  private Trouble trouble = new Trouble.None();
  private Supplier<? extends Layer> layers = Layer::none;

  synchronized void becomes(Trouble now) {
    trouble = now;
    notifyAll();
  }

  synchronized Trouble trouble() {
    return trouble;
  }

  /** The trouble, once it is no blackhole. */
  synchronized Trouble open() throws InterruptedException {
    while (trouble instanceof Trouble.Blackhole) {
      wait();
    }
    return trouble;
  }

  /** Returns when it carries again what one end wants to tell the other. */
  synchronized void carries() throws InterruptedException {
    while (trouble instanceof Trouble.Blackhole || trouble instanceof Trouble.Silence) {
      wait();
    }
  }

  synchronized void layers(Supplier<? extends Layer> each) {
    layers = each;
  }

  synchronized Layer layer() {
    return layers.get();
  }

  AtomicLong carried() {
    return carried;
  }
}
