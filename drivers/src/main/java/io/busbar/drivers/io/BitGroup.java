package io.busbar.drivers.io;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Digital points that belong together, with their views as byte, word and double word (FP Juconn
 * manual, table 2-1): {@code I/P0}, {@code IB/P0} with P0 to P7, {@code IW/P0} with P0 to P15,
 * {@code ID/P0} with P0 to P31. A point whose name is no number, {@code Door}, is in no view.
 */
final class BitGroup {
  private static final Pattern NUMBERED = Pattern.compile("P([0-9]{1,3})");

  private final String branch;
  private final boolean apart;
  private final Map<String, Bit> bits = new LinkedHashMap<>();
  private final List<View> views = new ArrayList<>();
  private final char letter;

  private static final class Bit {
    final DataPoint point;
    @Nullable Boolean value;

    Bit(DataPoint point) {
      this.point = point;
    }
  }

  /** One byte, word or double word; the bits by their places in it. */
  private record View(DataPoint point, Map<Integer, Bit> bits) {
    @Nullable Value value() {
      long sum = 0;
      for (Map.Entry<Integer, Bit> bit : bits.entrySet()) {
        if (bit.getValue().value == null) {
          return null;
        }
        sum |= (bit.getValue().value ? 1L : 0L) << bit.getKey();
      }
      return new Value.Int(sum);
    }
  }

  /**
   * @param branch where they stand, for example {@code IO} or {@code C20}
   * @param apart as {@link Device#apart}
   * @param letter I for inputs, Q for outputs, which can be set
   * @param sources where each stands on the wire, by its name
   */
  BitGroup(String branch, boolean apart, char letter, Map<String, String> sources) {
    this.branch = branch;
    this.apart = apart;
    this.letter = letter;
    sources.forEach(
        (name, source) -> bits.put(name, new Bit(point("", name, ValueType.BOOL, source))));
    view("B", 8);
    view("W", 16);
    view("D", 32);
  }

  private DataPoint point(String width, String name, ValueType type, String source) {
    return new DataPoint(branch + "/" + letter + width, name, type, "", source, letter == 'Q');
  }

  private void view(String width, int length) {
    Map<Integer, Map<Integer, Bit>> words = new TreeMap<>();
    bits.forEach((name, bit) -> {
      Matcher form = NUMBERED.matcher(name);
      if (form.matches()) {
        int number = Integer.parseInt(form.group(1));
        words.computeIfAbsent(number / length, _ -> new TreeMap<>()).put(number % length, bit);
      }
    });
    words.forEach((index, places) -> {
      String source = letter + "/P" + index * length + " to P" + (index * length + length - 1);
      views.add(new View(point(width, "P" + index, ValueType.INT, source), places));
    });
  }

  List<Device> devices() {
    Map<String, List<DataPoint>> byDevice = new LinkedHashMap<>();
    points()
        .forEach(
            point -> byDevice.computeIfAbsent(point.device(), _ -> new ArrayList<>()).add(point));
    return byDevice.entrySet().stream()
        .map(device -> new Device(device.getKey(), "", apart, device.getValue()))
        .toList();
  }

  private List<DataPoint> points() {
    List<DataPoint> all = new ArrayList<>();
    bits.values().forEach(bit -> all.add(bit.point));
    views.forEach(view -> all.add(view.point()));
    return all;
  }

  /** A bit is now this: samples of it and of the views it is in. */
  List<Sample> set(String name, boolean value, Instant time) {
    Bit bit = java.util.Objects.requireNonNull(bits.get(name));
    bit.value = value;
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.good(bit.point, new Value.Bool(value), time));
    for (View view : views) {
      Value word = view.bits().containsValue(bit) ? view.value() : null;
      if (word != null) {
        samples.add(Sample.good(view.point(), word, time));
      }
    }
    return samples;
  }

  /** All bits are now these. */
  List<Sample> set(Function<String, Boolean> values, Instant time) {
    List<Sample> samples = new ArrayList<>();
    bits.forEach((name, bit) -> {
      bit.value = values.apply(name);
      samples.add(Sample.good(bit.point, new Value.Bool(bit.value), time));
    });
    for (View view : views) {
      Value word = view.value();
      if (word != null) {
        samples.add(Sample.good(view.point(), word, time));
      }
    }
    return samples;
  }

  /** Nothing of it could be read. */
  List<Sample> failed(Quality quality, Instant time, String reason) {
    return points().stream().map(point -> Sample.failed(point, quality, time, reason)).toList();
  }

  boolean has(DataPoint point) {
    return points().contains(point);
  }

  /**
   * What each bit is to be when a point is set: one for a bit, as many as it has for a view.
   *
   * @throws IllegalArgumentException the value has bits that nothing is wired to
   */
  Map<String, Boolean> wanted(DataPoint point, Value value) {
    Map<String, Boolean> wanted = new LinkedHashMap<>();
    switch (value) {
      case Value.Bool(boolean on) -> wanted.put(point.name(), on);
      case Value.Int(long word) -> {
        View view =
            views.stream().filter(each -> each.point().equals(point)).findFirst().orElseThrow();
        long possible = view.bits().keySet().stream().mapToLong(place -> 1L << place).sum();
        if ((word & ~possible) != 0) {
          throw new IllegalArgumentException(
              "got 0x%X, want only bits of 0x%X, which have outputs".formatted(word, possible));
        }
        view.bits()
            .forEach((place, bit) -> wanted.put(bit.point.name(), ((word >> place) & 1) == 1));
      }
      case Value.Real _, Value.Text _ ->
          throw new IllegalArgumentException("got " + value + ", want true, false or a word");
    }
    return wanted;
  }
}
