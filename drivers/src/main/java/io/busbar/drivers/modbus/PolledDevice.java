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
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A device as its bus sees it: what to ask, when, and how often that has failed of late. */
final class PolledDevice {
  private static final int DEAD_AFTER = 3;
  private static final int NOT_IMPLEMENTED = 0x8000;

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
  private final Device device;
  private final Health health;
  private final DerivedPoints derived;
  private final Pace pace;
  private final IdentityHashMap<Register, Point> points = new IdentityHashMap<>();
  private final Set<Integer> refusedBlocks = new HashSet<>();

  /** What the device refuses though it is asked for nothing else. */
  private final Set<Register> missing = new HashSet<>();

  private List<Block> blocks;
  private @Nullable Integer base;
  private int silences;
  private boolean proven;
  private long due;

  PolledDevice(ModbusDevice settings, RegisterMap map, int overhead, Pace pace) {
    this.settings = settings;
    this.map = map;
    this.blocks = BlockPlan.of(map, overhead);
    this.pace = pace;
    this.due = pace.now();
    for (Register register : map.points()) {
      points.put(register, new Point(point(register)));
    }
    this.health = new Health(settings.name(), settings.unitId());
    List<DataPoint> read = map.points().stream().map(register -> of(register).point).toList();
    this.derived = DerivedPoints.of(settings.name(), settings.derivedWith(map), read);
    this.device =
        new Device(
            settings.name(),
            settings.meter(),
            Stream.of(read, derived.points(), health.points()).flatMap(List::stream).toList());
  }

  private DataPoint point(Register register) {
    String where =
        map.sunspecModel() == null
            ? "%s 0x%04X".formatted(Area.read(map.function()).word(), register.address())
            : "model %d offset %d".formatted(map.sunspecModel(), register.address());
    return new DataPoint(
        settings.name(),
        register.name(),
        register.valueType(),
        register.unit(),
        "unit " + settings.unitId() + ", " + where);
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

  List<Block> blocks() {
    return blocks;
  }

  /** Finds the model of a SunSpec map; a plain map stands where it says. */
  void locate(ModbusMaster master) throws BusException, InterruptedException {
    Integer model = map.sunspecModel();
    if (base == null) {
      base =
          model == null
              ? 0
              : SunSpecChain.locate(
                  name(), model, (address, count) -> master.read(request(address, count)));
    }
  }

  ReadRequest request(Block block) {
    return request((base == null ? 0 : base) + block.start(), block.count());
  }

  private ReadRequest request(int address, int count) {
    return new ReadRequest(name(), unit(), map.function(), address, count);
  }

  /** The samples in an answer, and what follows from them. */
  List<Sample> decode(Block block, int[] words, Instant time) {
    List<Sample> samples = new ArrayList<>(block.registers().size());
    for (Register register : block.registers()) {
      Point point = of(register);
      point.failures = 0;
      samples.add(
          switch (decode(block, register, words)) {
            case Reading.Is(var value) -> Sample.good(point.point, value, time);
            case Reading.NotAvailable(var reason) ->
                Sample.failed(point.point, Quality.BAD, time, reason);
          });
    }
    samples.addAll(derived.after(samples, pace.now()));
    return samples;
  }

  private Reading decode(Block block, Register register, int[] words) {
    String factor = register.scaleFactor();
    Integer place = factor == null ? null : map.scaleFactors().get(factor);
    int exponent = place == null ? 0 : (short) words[place - block.start()];
    if (exponent == (short) NOT_IMPLEMENTED || Math.abs(exponent) > LARGEST_EXPONENT) {
      return new Reading.NotAvailable(
          "the device gives no usable scale factor (" + factor + " = " + exponent + ")");
    }
    return register.decode(words, register.address() - block.start(), exponent);
  }

  /** What is reported when blocks were not read. */
  List<Sample> failed(List<Block> unread, Instant time, String reason) {
    List<Sample> samples = new ArrayList<>();
    for (Block block : unread) {
      for (Register register : block.registers()) {
        Point point = of(register);
        point.failures++;
        samples.add(
            Sample.failed(point.point, Quality.afterFailures(point.failures), time, reason));
      }
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
    List<Block> parts = isMissing(block) ? List.of(block) : BlockPlan.split(map, block);
    if (parts.size() == 1) {
      missing.addAll(block.registers());
      return 1;
    }
    List<Block> all = new ArrayList<>(blocks);
    int at = all.indexOf(block);
    all.remove(at);
    all.addAll(at, parts);
    blocks = List.copyOf(all);
    return parts.size();
  }

  /** Lets neighbours that are all refused take one request, not one each. */
  void joinMissing() {
    List<Block> joined = new ArrayList<>();
    for (Block block : blocks) {
      Optional<Block> both = Optional.empty();
      if (!joined.isEmpty() && isMissing(block) && isMissing(joined.getLast())) {
        both = BlockPlan.join(map, joined.getLast(), block);
      }
      both.ifPresent(_ -> joined.removeLast());
      joined.add(both.orElse(block));
    }
    blocks = List.copyOf(joined);
  }

  private boolean isMissing(Block block) {
    return missing.containsAll(block.registers());
  }

  /** Notes a refusal; whether it is the first of this block. */
  boolean refused(Block block) {
    return refusedBlocks.add(block.start());
  }

  /** Notes an answer; whether this block was refused before. */
  boolean granted(Block block) {
    missing.removeAll(block.registers());
    return refusedBlocks.remove(block.start());
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
    return settings.pollInterval().toNanos();
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
