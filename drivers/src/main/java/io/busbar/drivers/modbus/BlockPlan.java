package io.busbar.drivers.modbus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which requests read registers and bits of a map with the fewest bytes. A value is never split
 * over two requests, and a value with a SunSpec scale factor always comes with it. A hole is read
 * too where its bytes are fewer than those of another request: on RTU up to 6 registers, or some
 * hundred bits.
 */
public final class BlockPlan {
  /**
   * What another request costs on an RTU line: 8 bytes of request and 5 around the answer's data.
   */
  public static final int RTU_OVERHEAD = 13;

  /** The same on TCP, with the headers of two packets. */
  public static final int TCP_OVERHEAD = 61;

  /** No hole is worth bridging: for a block that the device refuses. */
  static final int NO_BRIDGES = 0;

  private final RegisterMap map;
  private final Area area;
  private final int overhead;
  private final Walls walls;

  private BlockPlan(RegisterMap map, Area area, int overhead, Walls walls) {
    this.map = map;
    this.area = area;
    this.overhead = overhead;
    this.walls = walls;
  }

  /**
   * One request.
   *
   * @param count registers, or bits of a bit area
   * @param bridged whether it reads registers that were not wanted
   */
  public record Block(Area area, int start, int count, boolean bridged, List<Register> registers) {
    public Block {
      registers = List.copyOf(registers);
    }

    /** Bytes of its data in an answer. */
    public int bytes() {
      return area.bytes(count);
    }
  }

  /**
   * The requests for a whole map, by area and rising address.
   *
   * @param overhead bytes that another request costs, {@link #RTU_OVERHEAD} or {@link
   *     #TCP_OVERHEAD}
   * @throws IllegalArgumentException something that belongs together does not fit into one request
   */
  public static List<Block> of(RegisterMap map, int overhead) {
    return of(map, map.points(), overhead, new Walls());
  }

  /**
   * The requests for some registers of a map, as {@link #of(RegisterMap, int)}.
   *
   * @param walls what no request may reach over
   */
  static List<Block> of(RegisterMap map, List<Register> wanted, int overhead, Walls walls) {
    List<Block> blocks = new ArrayList<>();
    for (Area area : Area.values()) {
      BlockPlan plan = new BlockPlan(map, area, overhead, walls);
      List<Building> spans = plan.indivisible(wanted);
      int[] ends = plan.cheapest(spans);
      for (int from = 0; from < spans.size(); from = ends[from]) {
        blocks.add(plan.joined(spans.subList(from, ends[from])));
      }
    }
    return List.copyOf(blocks);
  }

  /**
   * Smaller requests for a block that the device refused: without its holes, or its halves.
   *
   * @return the block alone when nothing in it can be asked for alone
   */
  static List<Block> split(RegisterMap map, Block refused) {
    List<Block> solid = of(map, refused.registers(), NO_BRIDGES, new Walls());
    BlockPlan plan = new BlockPlan(map, refused.area(), NO_BRIDGES, new Walls());
    List<Building> spans = plan.indivisible(refused.registers());
    if (solid.size() > 1 || spans.size() < 2) {
      return solid;
    }
    int half = spans.size() / 2;
    return List.of(
        plan.joined(spans.subList(0, half)), plan.joined(spans.subList(half, spans.size())));
  }

  /** Both blocks in one request, where it can hold them. */
  static Optional<Block> join(RegisterMap map, Block one, Block next) {
    int end = Math.max(one.start() + one.count(), next.start() + next.count());
    List<Register> registers = new ArrayList<>(one.registers());
    registers.addAll(next.registers());
    return one.area() != next.area() || end - one.start() > most(map, one.area())
        ? Optional.empty()
        : Optional.of(new Block(one.area(), one.start(), end - one.start(), true, registers));
  }

  /**
   * The fewest bytes, from the last span back to the first: for each span, the first one that is no
   * more in its request. Of equal plans the one with the fewer requests.
   */
  private int[] cheapest(List<Building> spans) {
    int[] ends = new int[spans.size()];
    long[] bytes = new long[spans.size() + 1];
    for (int from = spans.size() - 1; from >= 0; from--) {
      bytes[from] = Long.MAX_VALUE;
      int first = spans.get(from).first;
      for (int end = from + 1; end <= spans.size(); end++) {
        int count = end(spans.get(end - 1).end) - start(first);
        boolean more = end > from + 1;
        if (more
            && (count > most(map, area) || walls.within(area, first, spans.get(end - 1).first))) {
          break;
        }
        long cost = overhead + area.bytes(count) + bytes[end];
        if (cost <= bytes[from]) {
          bytes[from] = cost;
          ends[from] = end;
        }
      }
    }
    return ends;
  }

  private Block joined(List<Building> spans) {
    Building whole = new Building(spans.getFirst());
    spans.stream().skip(1).forEach(whole::take);
    return whole.done(this);
  }

  /** What must come in one answer, by rising address: values, merged where they share registers. */
  private List<Building> indivisible(List<Register> wanted) {
    List<Building> spans =
        wanted.stream()
            .filter(register -> register.area() == area)
            .map(register -> new Building(register, map))
            .sorted(Comparator.comparingInt((Building span) -> span.first))
            .toList();
    List<Building> merged = new ArrayList<>();
    for (Building span : spans) {
      if (!merged.isEmpty() && span.first < merged.getLast().end) {
        merged.getLast().take(span);
      } else {
        merged.add(span);
      }
    }
    return merged;
  }

  /** A meter's own limit is of its registers. */
  private static int most(RegisterMap map, Area area) {
    return area.isBits() ? area.most() : Math.min(map.maxRegisters(), area.most());
  }

  private boolean isAligned() {
    return map.evenAligned() && !area.isBits();
  }

  private int start(int address) {
    return isAligned() ? address & ~1 : address;
  }

  private int end(int address) {
    return isAligned() ? (address + 1) & ~1 : address;
  }

  private static final class Building {
    private final List<Register> registers = new ArrayList<>();
    private final int first;
    private int end;
    private boolean bridged;

    Building(Register register, RegisterMap map) {
      String factor = register.scaleFactor();
      Integer place = factor == null ? null : map.scaleFactors().get(factor);
      if (factor != null && place == null) {
        throw new IllegalArgumentException(
            map.id() + ": " + register.name() + " has the unknown scale factor " + factor);
      }
      registers.add(register);
      first = place == null ? register.address() : Math.min(register.address(), place);
      end = place == null ? register.end() : Math.max(register.end(), place + 1);
    }

    Building(Building other) {
      registers.addAll(other.registers);
      first = other.first;
      end = other.end;
      bridged = other.bridged;
    }

    void take(Building next) {
      bridged |= next.bridged || next.first > end;
      registers.addAll(next.registers);
      end = Math.max(end, next.end);
    }

    Block done(BlockPlan plan) {
      int start = plan.start(first);
      int count = plan.end(end) - start;
      int most = most(plan.map, plan.area);
      if (count > most) {
        throw new IllegalArgumentException(
            "%s: %s and what belongs to it takes %d registers, want at most %d in one request"
                .formatted(plan.map.id(), registers.getFirst().name(), count, most));
      }
      return new Block(plan.area, start, count, bridged, registers);
    }
  }
}
