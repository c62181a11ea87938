package io.busbar.appliance.process;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Derivation;
import io.busbar.drivers.DerivedSettings;
import io.busbar.drivers.Device;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.Writable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The user's process variables: a source of the tree like a bus, whose device is the appliance
 * itself. What a persistent one is set to is kept in the {@link VariableFile}.
 */
public final class ProcessVariables implements Writable {
  /** The branch of the tree: {@code /Process/PV/<name>}. */
  public static final String BRANCH = "PV";

  private final ProcessTree tree;
  private final InstantSource clock;
  private final VariableFile file;
  private final Sums sums;
  private final Map<String, Holding> holdings = new LinkedHashMap<>();
  private SampleSink sink = block -> {};

  /**
   * A variable and what it holds.
   *
   * @param set whether somebody set it, so that it is not what the configuration says
   */
  private record Holding(VariableSettings settings, DataPoint point, Kept kept, boolean set) {}

  /** A value with the time it was set. */
  record Kept(Value value, Instant time) {}

  public ProcessVariables(ProcessTree tree, InstantSource clock, VariableFile file, Sums sums) {
    this.tree = tree;
    this.clock = clock;
    this.file = file;
    this.sums = sums;
  }

  /** The devices that this source defines, for whoever wants to know before it runs. */
  public static List<Device> devices(List<VariableSettings> settings) {
    return List.of(new Device("", settings.stream().map(VariableSettings::point).toList()));
  }

  /**
   * Makes the variables what the configuration says. One that was there before with the same type
   * keeps what it holds, as far as its new limits allow; a persistent one begins with what was
   * kept.
   *
   * @param settings those that follow from others in any order; a derived one has its unit
   */
  public synchronized void define(List<VariableSettings> settings) {
    Map<String, Holding> before = new LinkedHashMap<>(holdings);
    holdings.clear();
    for (VariableSettings variable : settings) {
      if (variable.derive() == null) {
        holdings.put(variable.name(), holding(variable, before.get(variable.name())));
      }
    }
    List<DerivedVariable> derived = derived(settings);
    List<DataPoint> points = new ArrayList<>();
    for (VariableSettings variable : settings) {
      Holding held = holdings.get(variable.name());
      points.add(held == null ? variable.point() : held.point());
    }
    sink = tree.define(BRANCH, List.of(new Device("", points)), this);
    tree.derive(derived);
    List<Sample> block = new ArrayList<>();
    holdings.values().forEach(h -> block.add(sample(h)));
    sink.accept(block);
    keep();
  }

  @Override
  public synchronized CompletableFuture<Void> write(DataPoint point, Value value) {
    Holding held = holdings.get(point.name());
    if (held == null) {
      throw new IllegalArgumentException("got " + point.name() + ", which is no variable any more");
    }
    held.settings().check(value);
    Holding now =
        new Holding(held.settings(), held.point(), new Kept(value, clock.instant()), true);
    holdings.put(point.name(), now);
    sink.accept(List.of(sample(now)));
    if (now.settings().persistent()) {
      keep();
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Each after those that it follows from. */
  private List<DerivedVariable> derived(List<VariableSettings> settings) {
    Map<String, VariableSettings> left = new LinkedHashMap<>();
    settings.stream()
        .filter(variable -> variable.derive() != null)
        .forEach(variable -> left.put(variable.path(), variable));
    List<DerivedVariable> ordered = new ArrayList<>();
    Set<String> sumPaths = new HashSet<>();
    while (!left.isEmpty()) {
      VariableSettings next =
          left.values().stream()
              .filter(one -> Collections.disjoint(inputs(one), left.keySet()))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException("got variables in a circle: " + left.keySet()));
      left.remove(next.path());
      ordered.add(derived(next, sumPaths));
    }
    sums.keep(BRANCH, sumPaths);
    return ordered;
  }

  private static List<String> inputs(VariableSettings variable) {
    return Objects.requireNonNull(variable.derive()).inputs();
  }

  private DerivedVariable derived(VariableSettings variable, Set<String> sumPaths) {
    String path = variable.path();
    DerivedSettings rule = Objects.requireNonNull(variable.derive()).rule(path, variable.unit());
    Derivation derivation = rule.derivation();
    if (derivation instanceof Derivation.EnergyFromPower energy) {
      sumPaths.add(path);
      Kept kept = sums.kept(path, variable.point());
      if (kept != null && kept.value() instanceof Value.Real(double sum)) {
        derivation = energy.from(new Derivation.EnergyFromPower.Kept(sum, kept.time()));
      }
    }
    return new DerivedVariable(
        tree.variable(path),
        variable.point(),
        rule,
        derivation,
        rule.inputs().stream().map(tree::variable).toList());
  }

  /** The time became known: what was set before bears its right time from now on. */
  public synchronized void correct(Correction right) {
    holdings.replaceAll((name, held) ->
        new Holding(
            held.settings(),
            held.point(),
            new Kept(held.kept().value(), right.of(held.kept().time())),
            held.set()));
    keep();
  }

  private Holding holding(VariableSettings settings, @Nullable Holding before) {
    DataPoint point = settings.point();
    Kept kept = null;
    if (before != null) {
      kept = before.set() && settings.holds(before.kept().value()) ? before.kept() : null;
    } else if (settings.persistent()) {
      kept = file.kept(settings);
    }
    return kept == null
        ? new Holding(settings, point, new Kept(settings.initial(), clock.instant()), false)
        : new Holding(settings, point, kept, true);
  }

  private void keep() {
    Map<String, Kept> persistent = new LinkedHashMap<>();
    holdings.forEach((name, held) -> {
      if (held.settings().persistent() && held.set()) {
        persistent.put(name, held.kept());
      }
    });
    file.keep(persistent);
  }

  private static Sample sample(Holding held) {
    return Sample.good(held.point(), held.kept().value(), held.kept().time());
  }
}
