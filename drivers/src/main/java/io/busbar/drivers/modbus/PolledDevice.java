package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.DerivedPoints;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.modbus.BlockPlan.Block;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A device as its bus sees it: what to ask, when, and how often that has failed of late. */
final class PolledDevice {
  private static final int DEAD_AFTER = 3;

  /** SunSpec allows scale factors from -10 to 10. */
  private static final int LARGEST_EXPONENT = 10;

  /** One quantity and its failed polls in a row. */
  private static final class Point {
    private final DataPoint point;
    private int failures;

    Point(DataPoint point) {
      this.point = point;
    }
  }

  private final ModbusDevice settings;
  private final RegisterMap map;

  /** What people call a point, by its name, ready to stand before its place. */
  private final Map<String, String> titles = new HashMap<>();

  private final Device device;
  private final Health health;
  private final ReadPlan plan;
  private final DerivedPoints derived;
  private final Pace pace;
  private final IdentityHashMap<Register, Point> points = new IdentityHashMap<>();
  private final IdentityHashMap<DataPoint, Register> registers = new IdentityHashMap<>();

  /** What the present round has read or been refused. */
  private final Set<Register> settled = Collections.newSetFromMap(new IdentityHashMap<>());

  private @Nullable Integer base;
  private boolean whole;
  private long wholeDue;
  private long due;
  private int silences;
  private boolean proven;
  private boolean refuses;

  PolledDevice(ModbusDevice settings, RegisterMap map, int overhead, Pace pace) {
    this.settings = settings;
    this.map = map;
    this.plan = new ReadPlan(map, overhead);
    this.pace = pace;
    this.due = pace.now();
    this.wholeDue = due;
    for (PointSettings point : settings.points()) {
      titles.put(point.name(), point.title() == null ? "" : point.title() + ", ");
    }
    for (Register register : map.points()) {
      Point point = new Point(point(register));
      points.put(register, point);
      registers.put(point.point, register);
    }
    this.health = new Health(settings.name(), settings.unitId());
    List<DataPoint> read = map.points().stream().map(register -> of(register).point).toList();
    this.derived = DerivedPoints.of(settings.name(), settings.derivedWith(map), read);
    this.device =
        new Device(
            settings.name(),
            settings.kind(),
            Stream.of(read, derived.points(), health.points()).flatMap(List::stream).toList());
  }

  private DataPoint point(Register register) {
    String where =
        map.sunspecModel() == null
            ? "%s 0x%04X".formatted(register.area().word(), register.address())
            : "model %d offset %d".formatted(map.sunspecModel(), register.address());
    return new DataPoint(
        settings.name(),
        register.name(),
        register.valueType(),
        register.unit(),
        titles.getOrDefault(register.name(), "") + "unit " + settings.unitId() + ", " + where,
        register.writable() != null);
  }

  Device device() {
    return device;
  }

  Health health() {
    return health;
  }

  String name() {
    return settings.name();
  }

  int unit() {
    return settings.unitId();
  }

  /** Where a point of this device stands; null for one of another device or of its health. */
  @Nullable Register register(DataPoint point) {
    return registers.get(point);
  }

  /** Its points that are sums over time. */
  Set<DataPoint> sums() {
    return derived.sums();
  }

  /** Lets a sum over time go on; nothing for any other point. */
  void resume(DataPoint point, double sum, Instant time) {
    derived.resume(point, sum, time);
  }

  /**
   * From now on the poll interval is for these points; everything else is read now and then.
   *
   * @param used points of any device
   */
  void use(Set<DataPoint> used, long now) {
    Set<DataPoint> needed = derived.needed(used);
    Set<Register> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    registers.forEach((point, register) -> {
      if (needed.contains(point)) {
        wanted.add(register);
      }
    });
    plan.use(wanted);
    if (isSilent()) {
      return;
    }
    if (!plan.usesAny()) {
      due = wholeDue;
    } else if (due - now > interval()) {
      due = now;
    }
  }

  /** Starts a poll: of everything when that is due, else of what is used. */
  void start(long now) {
    settled.clear();
    whole = wholeDue - now <= 0 || !plan.usesAny();
    plan.start(whole);
  }

  /** The requests of this poll. */
  List<Block> blocks() {
    return plan.round();
  }

  /** Finds the model of a SunSpec map; a plain map stands where it says. */
  void locate(ModbusMaster master) throws BusException, InterruptedException {
    Integer model = map.sunspecModel();
    if (base == null) {
      base =
          model == null
              ? 0
              : SunSpecChain.locate(
                  name(),
                  model,
                  (address, count) ->
                      master.read(new ReadRequest(name(), unit(), map.function(), address, count)));
    }
  }

  ReadRequest request(Block block) {
    return request(block.area(), block.start(), block.count());
  }

  /** The request for one quantity alone. */
  ReadRequest request(Register register) {
    return request(register.area(), register.address(), register.words());
  }

  private ReadRequest request(Area area, int address, int count) {
    return new ReadRequest(name(), unit(), area.function(), first(address), count);
  }

  /** Where an address of the map is in the device: a SunSpec map counts from its model. */
  int first(int address) {
    return (base == null ? 0 : base) + address;
  }

  /** The power of ten of a quantity with a SunSpec scale factor, as the device says it now. */
  int exponent(ModbusMaster master, Register register) throws BusException, InterruptedException {
    String factor = register.scaleFactor();
    Integer place = factor == null ? null : map.scaleFactors().get(factor);
    if (place == null) {
      return 0;
    }
    int exponent = (short) master.read(request(register.area(), place, 1))[0];
    if (Math.abs(exponent) > LARGEST_EXPONENT) {
      throw new BusException.Garbled(
          name() + ": got the scale factor " + factor + " = " + exponent + ", want -10 to 10",
          "The device does not support this quantity");
    }
    return exponent;
  }

  /** The samples in an answer, and what follows from them. */
  List<Sample> decode(Block block, int[] words, Instant time) {
    List<Sample> samples = new ArrayList<>(block.registers().size());
    for (Register register : block.registers()) {
      samples.add(sample(register, decode(block, register, words), time));
    }
    settled.addAll(block.registers());
    plan.granted(block);
    samples.addAll(derived.after(samples, pace.now()));
    return samples;
  }

  /** What a reading of a quantity means. */
  Sample sample(Register register, Reading reading, Instant time) {
    Point point = of(register);
    point.failures = 0;
    return switch (reading) {
      case Reading.Is(var value) -> Sample.good(point.point, value, time);
      case Reading.NotAvailable(var reason) ->
          Sample.failed(point.point, Quality.BAD, time, reason);
    };
  }

  /** The power of ten of a quantity, as the answer with it says; 0 when it has none. */
  int exponent(Block block, Register register, int[] words) {
    String factor = register.scaleFactor();
    Integer place = factor == null ? null : map.scaleFactors().get(factor);
    return place == null ? 0 : (short) words[place - block.start()];
  }

  private Reading decode(Block block, Register register, int[] words) {
    int exponent = exponent(block, register, words);
    if (Math.abs(exponent) > LARGEST_EXPONENT) {
      return new Reading.NotAvailable(
          "the device gives no usable scale factor ("
              + register.scaleFactor()
              + " = "
              + exponent
              + ")");
    }
    return register.decode(words, register.address() - block.start(), exponent);
  }

  /** What is reported of all that this poll has not read; the next poll is of everything. */
  List<Sample> failed(Instant time, String reason) {
    wholeDue = due;
    return failed(unsettled(), time, reason);
  }

  /** What the present poll has neither read nor been refused. */
  List<Register> unsettled() {
    return map.points().stream().filter(register -> !settled.contains(register)).toList();
  }

  /** The point that stands in a register of its map. */
  DataPoint pointAt(Register register) {
    return of(register).point;
  }

  /**
   * Notes that the device refuses a block that cannot be split.
   *
   * @return what is reported of it
   */
  List<Sample> refused(Block block, Instant time, String reason) {
    settled.addAll(block.registers());
    return failed(block.registers(), time, reason);
  }

  private List<Sample> failed(List<Register> unread, Instant time, String reason) {
    List<Sample> samples = new ArrayList<>();
    for (Register register : unread) {
      Point point = of(register);
      point.failures++;
      samples.add(Sample.failed(point.point, Quality.afterFailures(point.failures), time, reason));
    }
    samples.addAll(derived.after(samples, pace.now()));
    return samples;
  }

  /**
   * Asks for a refused block in parts from now on.
   *
   * @return how many parts now stand in its place; 1 when it cannot be split
   */
  int split(Block block) {
    return plan.split(block);
  }

  /** Whether the device has answered something in this poll. */
  boolean hasSettled() {
    return !settled.isEmpty();
  }

  /**
   * Notes how many requests the device refused in this poll.
   *
   * @return whether that is news: the first refusals, or none of everything
   */
  boolean refusals(int count) {
    boolean news = count > 0 ? !refuses : refuses && whole;
    refuses = news ? count > 0 : refuses;
    return news;
  }

  /** Counts a poll without an answer; the device may be another one when it is back. */
  int silent() {
    base = null;
    return ++silences;
  }

  /** Notes a whole poll; how many polls without an answer went before it. */
  int answered() {
    int before = silences;
    silences = 0;
    proven = true;
    if (whole) {
      wholeDue = due - interval() + settings.idleInterval().toNanos();
    }
    return before;
  }

  /** Whether its last poll got no answer. */
  boolean isSilent() {
    return silences > 0;
  }

  /**
   * Whether it is more than a hiccup: three polls in a row got no answer, or there never was one.
   */
  boolean isDead() {
    return silences >= (proven ? DEAD_AFTER : 1);
  }

  /** Its priority; the lowest while it is not known to be there. */
  Priority standing() {
    return proven && !isDead() ? settings.priority() : Priority.LOW;
  }

  /** Nanoseconds from poll to poll. */
  long interval() {
    return plan.usesAny() ? settings.pollInterval().toNanos() : settings.idleInterval().toNanos();
  }

  /** When it is to be polled next, by {@link Pace#now}. */
  long due() {
    return due;
  }

  /** Sets the poll after the one that starts now; what a stall made it miss is not made up for. */
  void scheduleAfter(long start) {
    long next = due + interval();
    due = next - start > 0 ? next : start + interval();
  }

  /** Lets it rest until then. */
  void notBefore(long time) {
    due = time - due > 0 ? time : due;
  }

  private Point of(Register register) {
    Point point = points.get(register);
    if (point == null) {
      throw new IllegalArgumentException(register.name() + " is not of " + map.id());
    }
    return point;
  }
}
