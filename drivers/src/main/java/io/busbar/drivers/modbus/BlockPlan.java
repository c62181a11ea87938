package io.busbar.drivers.modbus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which requests read all registers of a map. A value is never split over two requests, and a value
 * with a SunSpec scale factor always comes with it. A hole is read too where its bytes are fewer
 * than those of another request.
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

  /** No hole is worth bridging: for a device that refuses to read one. */
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
    List<Building> blocks = new ArrayList<>();
    for (Building next : indivisible(map)) {
      Building last = blocks.isEmpty() ? null : blocks.getLast();
      if (last != null && fits(last, next, map) && worthIt(next.first - last.end, overhead)) {
        last.take(next);
      } else {
        blocks.add(next);
      }
    }
    return blocks.stream().map(block -> block.done(map)).toList();
  }

  private static boolean worthIt(int hole, int overhead) {
    return hole <= 0 || 2 * hole < overhead;
  }

  private static boolean fits(Building last, Building next, RegisterMap map) {
    int start = start(last.first, map);
    return end(Math.max(last.end, next.end), map) - start <= most(map);
  }

  /** What must come in one answer, by rising address: values, merged where they share registers. */
  private static List<Building> indivisible(RegisterMap map) {
    List<Building> spans =
        map.points().stream()
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
