package io.busbar.drivers;

import static java.util.stream.Collectors.toSet;

import io.busbar.drivers.Derivation.EnergyFromPower;
import io.busbar.drivers.schema.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The derived points of one device at work. Each is computed when all of its inputs have come anew,
 * read or failed, since it was computed last: so a sum of two blocks never mixes two polls. Belongs
 * to one thread.
 */
public final class DerivedPoints {
  /** One point, what it follows from and what it remembers. */
  private static final class Line {
    private final DataPoint point;
    private final @Nullable Sample[] inputs;

    /** Whether it is a sum over time, which must see every reading, used or not. */
    private final boolean sum;

    private Derivation derivation;
    private int missing;

    Line(DataPoint point, Derivation derivation, int inputs, boolean sum) {
      this.point = point;
      this.sum = sum;
      this.derivation = derivation;
      this.inputs = new Sample[inputs];
      this.missing = inputs;
    }

    private void put(int at, Sample sample) {
      missing -= inputs[at] == null ? 1 : 0;
      inputs[at] = sample;
    }

    private Sample computed(long nanos) {
      List<Sample> all = Arrays.stream(inputs).map(Objects::requireNonNull).toList();
      Derivation.Step step = derivation.step(point, all, nanos);
      derivation = step.next();
      Arrays.fill(inputs, null);
      missing = inputs.length;
      return step.result();
    }
  }

  /** Where a point is an input. */
  private record Use(Line line, int at) {}

  private final List<DataPoint> points;
  private final List<Line> lines = new ArrayList<>();
  private final IdentityHashMap<DataPoint, List<Use>> uses = new IdentityHashMap<>();

  private DerivedPoints(List<DataPoint> points) {
    this.points = points;
  }

  /**
   * Every fault of derived points.
   *
   * @param offered what the device has besides them
   * @return paths count from the list
   */
  public static List<Problem> problems(List<DerivedSettings> wanted, List<DataPoint> offered) {
    return DerivedCheck.of("", wanted, offered).problems();
  }

  /**
   * The derived points of a device.
   *
   * @param wanted what {@link #problems} found good
   * @param offered what the device has besides them; their identity counts
   */
  public static DerivedPoints of(
      String device, List<DerivedSettings> wanted, List<DataPoint> offered) {
    DerivedCheck check = DerivedCheck.of(device, wanted, offered);
    if (!check.problems().isEmpty()) {
      throw new IllegalArgumentException("got derived points with " + check.problems());
    }
    DerivedPoints derived = new DerivedPoints(check.points());
    List<DataPoint> all = new ArrayList<>(offered);
    all.addAll(check.points());
    for (int i = 0; i < check.points().size(); i++) {
      derived.add(check.points().get(i), check.rules().get(i), all);
    }
    return derived;
  }

  private void add(DataPoint point, DerivedSettings rule, List<DataPoint> all) {
    Line line = new Line(point, rule.derivation(), rule.inputs().size(), rule.kind().isSum());
    lines.add(line);
    for (int i = 0; i < rule.inputs().size(); i++) {
      String name = rule.inputs().get(i);
      DataPoint input =
          all.stream().filter(other -> other.name().equals(name)).findFirst().orElseThrow();
      uses.computeIfAbsent(input, _ -> new ArrayList<>()).add(new Use(line, i));
    }
  }

  /** The points themselves, each after those that it follows from. */
  public List<DataPoint> points() {
    return points;
  }

  /** Those that are sums over time. */
  public Set<DataPoint> sums() {
    return lines.stream().filter(line -> line.sum).map(line -> line.point).collect(toSet());
  }

  /** Lets a sum over time go on, as {@link Accumulating#resume}. */
  public void resume(DataPoint point, double sum, Instant time) {
    for (Line line : lines) {
      if (line.point.equals(point) && line.derivation instanceof EnergyFromPower energy) {
        line.derivation = energy.from(new EnergyFromPower.Kept(sum, time));
      }
    }
  }

  /**
   * What must be read for the points that are used: these themselves, what they follow from, and
   * what a sum over time follows from though nobody looks at it now.
   */
  public Set<DataPoint> needed(Set<DataPoint> used) {
    Set<DataPoint> needed = new HashSet<>(used);
    for (Line line : lines.reversed()) {
      if (line.sum || needed.contains(line.point)) {
        uses.forEach((input, all) -> {
          if (all.stream().anyMatch(use -> use.line() == line)) {
            needed.add(input);
          }
        });
      }
    }
    return needed;
  }

  /**
   * What follows from a block.
   *
   * @param nanos when it came, by the monotonic clock
   * @return the samples of the points that the block completes; often none
   */
  public List<Sample> after(List<Sample> block, long nanos) {
    if (lines.isEmpty()) {
      return List.of();
    }
    block.forEach(this::spread);
    List<Sample> computed = new ArrayList<>();
    for (Line line : lines) {
      if (line.missing == 0) {
        Sample sample = line.computed(nanos);
        computed.add(sample);
        spread(sample);
      }
    }
    return computed;
  }

  private void spread(Sample sample) {
    List<Use> found = uses.get(sample.point());
    if (found != null) {
      found.forEach(use -> use.line().put(use.at(), sample));
    }
  }
}
