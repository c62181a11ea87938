package io.busbar.drivers.modbus;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Traceable.Decoded;
import io.busbar.drivers.Traceable.Origin;
import io.busbar.drivers.Traceable.Witness;
import io.busbar.drivers.modbus.BlockPlan.Block;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells a witness from which bytes the samples of watched points come. */
final class Tracing {
  private volatile @Nullable Watched watched;

  private record Watched(Set<DataPoint> points, Witness witness) {}

  /** Watches these from now on. */
  void watch(Set<DataPoint> points, Witness witness) {
    watched = points.isEmpty() ? null : new Watched(Set.copyOf(points), witness);
  }

  /** An answer came. Nothing is made of it unless somebody watches one of its points. */
  void read(
      PolledDevice device,
      Block block,
      int[] words,
      ModbusMaster master,
      long nanos,
      Instant time) {
    Watched now = watched;
    if (now == null) {
      return;
    }
    Line.@Nullable Exchange frames = null;
    for (Register register : block.registers()) {
      DataPoint point = device.pointAt(register);
      if (now.points().contains(point)) {
        frames = frames == null ? master.last() : frames;
        Decoded decoded = decoded(device, block, register, words);
        Duration took = Duration.ofNanos(nanos);
        now.witness()
            .read(new Origin(point, time, took, frames.request(), frames.answer(), decoded, null));
      }
    }
  }

  /** What these registers should have told was not to be had. */
  void failed(
      PolledDevice device,
      Supplier<List<Register>> unread,
      ModbusMaster master,
      long nanos,
      Instant time,
      String why) {
    Watched now = watched;
    if (now == null) {
      return;
    }
    Line.@Nullable Exchange frames = null;
    for (Register register : unread.get()) {
      DataPoint point = device.pointAt(register);
      if (now.points().contains(point)) {
        frames = frames == null ? master.last() : frames;
        Duration took = Duration.ofNanos(nanos);
        now.witness()
            .read(new Origin(point, time, took, frames.request(), frames.answer(), null, why));
      }
    }
  }

  private static Decoded decoded(PolledDevice device, Block block, Register register, int[] words) {
    int at = register.address() - block.start();
    int address = device.first(register.address());
    int exponent = device.exponent(block, register, words);
    return new Decoded(
        "%s 0x%04X (%s)"
            .formatted(register.area().word(), address, register.area().manual(address)),
        raw(register, words, at),
        form(register),
        register.plain(words, at),
        rule(register, exponent));
  }

  private static String raw(Register register, int[] words, int at) {
    List<String> each = new ArrayList<>();
    for (int i = 0; i < register.words(); i++) {
      each.add(
          register.area().isBits()
              ? Integer.toString(words[at + i])
              : "%04X".formatted(words[at + i] & 0xFFFF));
    }
    return String.join(" ", each);
  }

  private static String form(Register register) {
    String form = register.type().word();
    if (register.bit() != null) {
      form += ", bit " + register.bit();
    }
    if (register.words() > 1 && register.type() != RegisterType.TEXT) {
      form += register.order() == WordOrder.HIGH_FIRST ? ", high word first" : ", low word first";
    }
    return register.swapBytes() ? form + ", bytes swapped" : form;
  }

  private static String rule(Register register, int exponent) {
    if (!register.texts().isEmpty()) {
      return "by the list of its codes";
    }
    StringBuilder rule = new StringBuilder();
    if (register.scale().compareTo(BigDecimal.ONE) != 0) {
      rule.append("x ").append(register.scale().toPlainString());
    }
    if (register.scaleFactor() != null) {
      rule.append(rule.isEmpty() ? "" : " ").append("x 10^").append(exponent);
    }
    if (register.offset().signum() != 0) {
      rule.append(rule.isEmpty() ? "" : " ").append("+ ").append(register.offset().toPlainString());
    }
    return rule.toString();
  }
}
