package io.busbar.appliance.process;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Selective;
import io.busbar.drivers.Writable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The process image: the latest sample of every variable. One lock makes each block arrive whole
 * and each reading a consistent snapshot; nothing slow ever runs under it.
 */
public final class ProcessTree {
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<String, Variable> variables = new TreeMap<>();
  private final Map<String, Binding> bindings = new HashMap<>();
  private final AtomicLong version = new AtomicLong();

  private Observer observer = Observer.NOBODY;

  /** Each after those that it follows from. */
  private List<DerivedVariable> derived = List.of();

  /** The time became known a moment ago; null when it did not. */
  private @Nullable Turn turn;

  /** Whom the block under way concerns; here, so that a block makes no list of its own. */
  private final List<Variable.Watcher> touched = new ArrayList<>();

  /**
   * @param nanoTime the monotonic clock that ages are measured with
   */
  public ProcessTree(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Sees every sample that the tree takes, in the tree's order and under its lock. */
  @FunctionalInterface
  public interface Observer {
    /** Looks away. */
    Observer NOBODY = (variable, sample, latest, nanos) -> {};

    /**
     * A sample came. Must neither wait nor change the tree.
     *
     * @param latest what is known of the variable now
     * @param nanos the monotonic clock
     */
    void took(Variable variable, Sample sample, Latest latest, long nanos);
  }

  /**
   * The time became known.
   *
   * @param then the right time
   * @param nanos the monotonic clock then
   */
  private record Turn(Correction correction, Instant then, long nanos) {
    /** Longer than a sample takes from its time stamp to the tree. */
    static final long IN_FLIGHT = 10_000_000_000L;

    Sample right(Sample sample, long now) {
      Instant time = correction.nearer(sample.time(), then.plusNanos(now - nanos));
      return time.equals(sample.time())
          ? sample
          : new Sample(sample.point(), sample.value(), sample.quality(), time, sample.reason());
    }
  }

  /** One variable with what is known of it, as it was when the tree was asked. */
  public record Snapshot(String path, DataPoint point, Latest latest) {}

  /**
   * Makes the variables of a bus, in place of those it had. One that it had before keeps its value
   * if it is the same point; the rest begin unread.
   *
   * @return where the bus's samples go; samples of other points are a defect of the caller
   */
  public SampleSink define(String bus, List<Device> devices) {
    return define(bus, devices, null);
  }

  /**
   * The same for a bus some of whose variables can be set.
   *
   * @param writer who sets them; null when nobody can
   */
  public SampleSink define(String bus, List<Device> devices, @Nullable Writable writer) {
    return define(bus, devices, writer, null);
  }

  /**
   * The same for a bus that reads often what is used.
   *
   * @param reader is told at once, and whenever that changes; null when it reads all alike
   */
  public SampleSink define(
      String bus, List<Device> devices, @Nullable Writable writer, @Nullable Selective reader) {
    Binding binding = new Binding(writer, reader);
    lock.lock();
    try {
      Binding before = bindings.put(bus, binding);
      for (Device device : devices) {
        for (DataPoint point : device.points()) {
          binding.offer(point, slot(Path.of(bus, device, point)));
        }
      }
      if (before != null) {
        before.endInFavourOf(binding);
      }
      binding.tellUsed();
      version.incrementAndGet();
    } finally {
      lock.unlock();
    }
    return binding;
  }

  /** Takes away the variables of a bus. Sections that name them go on and find them BAD. */
  public void remove(String bus) {
    define(bus, List.of());
  }

  /** The slot of a path, whether or not a bus offers it now. */
  public Variable variable(String path) {
    lock.lock();
    try {
      return slot(path);
    } finally {
      lock.unlock();
    }
  }

  /** What a bus offers at a path now; null when none does. */
  @Nullable DataPoint pointOf(String path) {
    lock.lock();
    try {
      Variable variable = variables.get(path);
      return variable == null ? null : variable.point;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The variables at or below a path, in the order of their paths.
   *
   * @return null when there is neither a variable nor a branch of this path
   */
  public @Nullable List<Snapshot> under(String path) {
    String branch = path.endsWith("/") ? path : path + "/";
    lock.lock();
    try {
      List<Snapshot> found = new ArrayList<>();
      Variable exact = variables.get(path);
      if (exact != null && exact.point != null) {
        found.add(new Snapshot(exact.path(), exact.point, exact.latest));
      }
      for (Variable variable :
          variables.subMap(branch, true, branch + Character.MAX_VALUE, false).values()) {
        if (variable.point != null) {
          found.add(new Snapshot(variable.path(), variable.point, variable.latest));
        }
      }
      return found.isEmpty() && !branch.equals("/") && !branch.equals("/Process/") ? null : found;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets a variable, and waits until its device has the value.
   *
   * @param value a Boolean, Long, Double or String
   * @param atMost longest wait; a write that takes longer goes on without the caller
   */
  public SetOutcome set(String path, Object value, Duration atMost) throws InterruptedException {
    DataPoint point;
    Writable bus;
    lock.lock();
    try {
      Variable variable = variables.get(path);
      point = variable == null ? null : variable.point;
      bus = variable == null ? null : variable.bus;
    } finally {
      lock.unlock();
    }
    if (point == null) {
      return new SetOutcome.Unknown(path);
    }
    return bus == null || !point.writable()
        ? new SetOutcome.ReadOnly(path)
        : Setting.set(path, point, bus, value, atMost);
  }

  /** What is known of these variables, all at the same moment. */
  public List<Latest> read(List<Variable> wanted) {
    lock.lock();
    try {
      return wanted.stream().map(variable -> variable.latest).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Says that something uses these variables until the use is closed: they are read often. */
  public Use use(List<Variable> wanted) {
    List<Variable> used = List.copyOf(wanted);
    count(used, 1);
    return new Use(used);
  }

  /** The same for all that is at or below a path now. */
  public Use useUnder(String path) {
    List<Snapshot> found = under(path);
    return use(
        found == null
            ? List.of()
            : found.stream().map(snapshot -> variable(snapshot.path())).toList());
  }

  private void count(List<Variable> wanted, int change) {
    lock.lock();
    try {
      boolean news = false;
      for (Variable variable : wanted) {
        news |= variable.count(change);
      }
      if (news) {
        bindings.values().forEach(Binding::tellUsed);
      }
    } finally {
      lock.unlock();
    }
  }

  /** That something uses variables. */
  public final class Use implements AutoCloseable {
    private final List<Variable> variables;
    private final AtomicBoolean over = new AtomicBoolean();

    private Use(List<Variable> variables) {
      this.variables = variables;
    }

    @Override
    public void close() {
      if (over.compareAndSet(false, true)) {
        count(variables, -1);
      }
    }
  }

  /**
   * Makes variables follow from others, in place of those that did before. One with the same rule
   * goes on as it was.
   *
   * @param wanted each after those that it follows from
   */
  void derive(List<DerivedVariable> wanted) {
    lock.lock();
    try {
      Map<Variable, DerivedVariable> before = new HashMap<>();
      derived.forEach(one -> before.put(one.target(), one));
      derived.forEach(DerivedVariable::end);
      derived = List.copyOf(wanted);
      derived.forEach(one -> one.begin(before.get(one.target())));
      bindings.values().forEach(Binding::tellUsed);
      touched.clear();
      follow();
      tellTouched();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does what makes the time known, while no sample comes in, and makes the times right of those
   * that came.
   *
   * @param known returns by how much they are off; must not wait
   * @param clock shows the right time from then on
   * @return by how much they were off
   */
  public Correction correct(Supplier<Correction> known, InstantSource clock) {
    lock.lock();
    try {
      Correction correction = known.get();
      turn = new Turn(correction, clock.instant(), nanoTime.getAsLong());
      variables.values().forEach(v -> v.latest = v.latest.corrected(correction));
      version.incrementAndGet();
      return correction;
    } finally {
      lock.unlock();
    }
  }

  /** Computes what follows from what came. */
  private void follow() {
    for (DerivedVariable one : derived) {
      Sample reading = one.compute();
      if (reading != null) {
        Variable target = one.target();
        tell(target, reading, nanoTime.getAsLong());
        arrived(target);
      }
    }
  }

  /** Notes whom a new reading of a variable concerns. */
  private boolean arrived(Variable variable) {
    for (Variable.Watch watch : variable.watches) {
      if (watch.watcher().touched(watch.index())) {
        touched.add(watch.watcher());
      }
    }
    variable.feeds.forEach(DerivedVariable::touch);
    return !variable.feeds.isEmpty();
  }

  private void tellTouched() {
    version.incrementAndGet();
    touched.forEach(Variable.Watcher::changed);
  }

  /** Lets one observer, in place of the one before, see every sample from now on. */
  public void observe(Observer one) {
    atomically(() -> observer = one);
  }

  /** These variables and no others are followed from now on. */
  public void beFollowed(List<Variable> wanted, Follower follower) {
    atomically(() -> {
      variables.values().forEach(variable -> variable.follower = null);
      wanted.forEach(variable -> variable.follower = follower);
    });
  }

  /** What a variable holds comes from a sample that was just taken. */
  private void tell(Variable variable, Sample sample, long now) {
    observer.took(variable, sample, variable.latest, now);
    if (variable.follower != null) {
      variable.follower.took(variable, sample, variable.latest);
    }
  }

  /** Does something while no variable changes; it must neither wait nor change the tree. */
  void atomically(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** The monotonic clock, in nanoseconds. */
  long nanos() {
    return nanoTime.getAsLong();
  }

  /** Tells a watcher of these variables at once, for what they hold already, then at each block. */
  void watch(List<Variable> wanted, Variable.Watcher watcher) {
    lock.lock();
    try {
      for (int i = 0; i < wanted.size(); i++) {
        wanted.get(i).watches.add(new Variable.Watch(watcher, i));
        watcher.touched(i);
      }
      watcher.changed();
    } finally {
      lock.unlock();
    }
  }

  /** The watcher is told no more; when this returns it is not being told either. */
  void unwatch(List<Variable> wanted, Variable.Watcher watcher) {
    lock.lock();
    try {
      wanted.forEach(variable -> variable.watches.removeIf(watch -> watch.watcher() == watcher));
    } finally {
      lock.unlock();
    }
  }

  /** Goes up with every block; equal versions mean equal contents. */
  public long version() {
    return version.get();
  }

  /** How long ago a value came, by the monotonic clock, in milliseconds. */
  public long ageMillis(Latest latest) {
    return Math.max(0, nanoTime.getAsLong() - latest.nanos()) / 1_000_000;
  }

  private Variable slot(String path) {
    return variables.computeIfAbsent(path, Variable::new);
  }

  /** What one definition of a bus offers, until the next one. */
  private final class Binding implements SampleSink {
    private final IdentityHashMap<DataPoint, Variable> byPoint = new IdentityHashMap<>();
    private final @Nullable Writable writer;
    private final @Nullable Selective reader;
    private @Nullable Set<DataPoint> told;
    private boolean ended;

    Binding(@Nullable Writable writer, @Nullable Selective reader) {
      this.writer = writer;
      this.reader = reader;
    }

    private void tellUsed() {
      if (reader == null) {
        return;
      }
      Set<DataPoint> used = new HashSet<>();
      byPoint.forEach((point, variable) -> {
        if (variable.users > 0) {
          used.add(point);
        }
      });
      if (!used.equals(told)) {
        told = used;
        reader.used(used);
      }
    }

    private void offer(DataPoint point, Variable variable) {
      if (!point.equals(variable.point)) {
        variable.latest = Latest.NEVER;
      }
      variable.point = point;
      variable.bus = writer;
      byPoint.put(point, variable);
    }

    private void endInFavourOf(Binding next) {
      ended = true;
      Set<Variable> kept = Set.copyOf(next.byPoint.values());
      for (Variable variable : byPoint.values()) {
        if (!kept.contains(variable)) {
          variable.point = null;
          variable.bus = null;
          variable.latest = Latest.GONE;
        }
      }
    }

    @Override
    public void accept(List<Sample> block) {
      lock.lock();
      try {
        if (!ended) { // A block may be on its way while its bus is defined anew.
          take(block);
        }
      } finally {
        lock.unlock();
      }
    }

    private void take(List<Sample> block) {
      long now = nanoTime.getAsLong();
      boolean feeds = false;
      touched.clear();
      if (turn != null && now - turn.nanos() > Turn.IN_FLIGHT) {
        turn = null;
      }
      for (Sample came : block) {
        Sample sample = turn == null ? came : turn.right(came, now);
        Variable variable = byPoint.get(sample.point());
        if (variable == null) {
          throw new IllegalArgumentException(
              "got a sample of " + sample.point() + ", want own ones");
        }
        variable.latest = variable.latest.after(sample, now);
        tell(variable, sample, now);
        feeds |= arrived(variable);
      }
      if (feeds) {
        follow();
      }
      tellTouched();
    }
  }
}
