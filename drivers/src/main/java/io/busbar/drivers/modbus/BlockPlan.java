package io.busbar.drivers.modbus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which requests read registers of a map with the fewest bytes. A value is never split over two
 * requests, and a value with a SunSpec scale factor always comes with it. A hole is read too where
 * its bytes are fewer than those of another request.
 */
public final class BlockPlan {
  /** Most registers that fit into one answer of the protocol. */
  static final int MOST_REGISTERS = 125;

  /**
   * What another request costs on an RTU line: 8 bytes of request and 5 around the answer's data.
   */
  public static final int RTU_OVERHEAD = 13;

  /** The same on TCP, with the headers of two packets. */
  public static final int TCP_OVERHEAD = 61;

  /** No hole is worth bridging: for a block that the device refuses. */
  static final int NO_BRIDGES = 0;

  private BlockPlan() {}

  /**
   * One request.
   *
   * @param bridged whether it reads registers that no point of the map has
   */
  public record Block(int start, int count, boolean bridged, List<Register> registers) {
    public Block {
      registers = List.copyOf(registers);
    }
  }

  /**
   * The requests, by rising address.
   *
   * @param overhead bytes that another request costs, {@link #RTU_OVERHEAD} or {@link
   *     #TCP_OVERHEAD}
   * @throws IllegalArgumentException something that belongs together does not fit into one request
   */
  public static List<Block> of(RegisterMap map, int overhead) {
    return of(map, map.points(), overhead);
  }

  /** The requests for some registers of a map, as {@link #of(RegisterMap, int)}. */
  static List<Block> of(RegisterMap map, List<Register> wanted, int overhead) {
    List<Building> spans = indivisible(map, wanted);
    int[] ends = cheapest(map, spans, overhead);
    List<Block> blocks = new ArrayList<>();
    for (int from = 0; from < spans.size(); from = ends[from]) {
      blocks.add(joined(map, spans.subList(from, ends[from])));
    }
    return List.copyOf(blocks);
  }

  /**
   * Smaller requests for a block that the device refused: without its holes, or its halves.
   *
   * @return the block alone when nothing in it can be asked for alone
   */
  static List<Block> split(RegisterMap map, Block refused) {
    List<Block> solid = of(map, refused.registers(), NO_BRIDGES);
    List<Building> spans = indivisible(map, refused.registers());
    if (solid.size() > 1 || spans.size() < 2) {
      return solid;
    }
    int half = spans.size() / 2;
    return List.of(
        joined(map, spans.subList(0, half)), joined(map, spans.subList(half, spans.size())));
  }

  /** Both blocks in one request, where it can hold them. */
  static Optional<Block> join(RegisterMap map, Block one, Block next) {
    int end = Math.max(one.start() + one.count(), next.start() + next.count());
    List<Register> registers = new ArrayList<>(one.registers());
    registers.addAll(next.registers());
    return end - one.start() > most(map)
        ? Optional.empty()
        : Optional.of(new Block(one.start(), end - one.start(), true, registers));
  }

  /**
   * The fewest bytes, from the last span back to the first: for each span, the first one that is no
   * more in its request. Of equal plans the one with the fewer requests.
   */
  private static int[] cheapest(RegisterMap map, List<Building> spans, int overhead) {
    int[] ends = new int[spans.size()];
    long[] bytes = new long[spans.size() + 1];
    for (int from = spans.size() - 1; from >= 0; from--) {
      bytes[from] = Long.MAX_VALUE;
      int start = start(spans.get(from).first, map);
      for (int end = from + 1; end <= spans.size(); end++) {
        int count = end(spans.get(end - 1).end, map) - start;
        if (count > most(map) && end > from + 1) {
          break;
        }
        long cost = overhead + 2L * count + bytes[end];
        if (cost <= bytes[from]) {
          bytes[from] = cost;
          ends[from] = end;
        }
      }
    }
    return ends;
  }

  private static Block joined(RegisterMap map, List<Building> spans) {
    Building whole = new Building(spans.getFirst());
    spans.stream().skip(1).forEach(whole::take);
    return whole.done(map);
  }

  /** What must come in one answer, by rising address: values, merged where they share registers. */
  private static List<Building> indivisible(RegisterMap map, List<Register> wanted) {
    List<Building> spans =
        wanted.stream()
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

  private static int most(RegisterMap map) {
    return Math.min(map.maxRegisters(), MOST_REGISTERS);
  }

  private static int start(int address, RegisterMap map) {
    return map.evenAligned() ? address & ~1 : address;
  }

  private static int end(int address, RegisterMap map) {
    return map.evenAligned() ? (address + 1) & ~1 : address;
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

    Block done(RegisterMap map) {
      int start = start(first, map);
      int count = end(end, map) - start;
      if (count > most(map)) {
        throw new IllegalArgumentException(
            "%s: %s and what belongs to it takes %d registers, want at most %d in one request"
                .formatted(map.id(), registers.getFirst().name(), count, most(map)));
      }
      return new Block(start, count, bridged, registers);
    }
  }
}
