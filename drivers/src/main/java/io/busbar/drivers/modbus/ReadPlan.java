package io.busbar.drivers.modbus;

import io.busbar.drivers.modbus.BlockPlan.Block;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests read a device, in two rounds: a short one of the registers that something uses,
 * and a whole one of all. Both remember what the device has refused. Made anew only when the used
 * registers change or the device refuses something new.
 */
final class ReadPlan {
  private final RegisterMap map;
  private final int overhead;
  private final Walls walls = new Walls();

  /** What the device refuses though it is asked for nothing else. */
  private final Set<Register> missing = Collections.newSetFromMap(new IdentityHashMap<>());

  private List<Register> used;
  private @Nullable List<Block> whole;
  private @Nullable List<Block> brief;
  private List<Block> round = List.of();

  /** At first everything is used. */
  ReadPlan(RegisterMap map, int overhead) {
    this.map = map;
    this.overhead = overhead;
    this.used = map.points();
  }

  /** From now on the short round is of these registers. */
  void use(Set<Register> wanted) {
    used = map.points().stream().filter(wanted::contains).toList();
    brief = null;
  }

  /** Whether something is used, so that there is a short round. */
  boolean usesAny() {
    return !used.isEmpty();
  }

  /** Starts a round, whole or short. */
  void start(boolean all) {
    if (whole == null) {
      whole = blocks(map.points());
    }
    if (brief == null) {
      brief = used.size() == map.points().size() ? whole : blocks(used);
    }
    round = all ? whole : brief;
  }

  /** What the present round still asks for and has asked for. */
  List<Block> round() {
    return round;
  }

  /**
   * Asks for a refused block of this round in parts from now on.
   *
   * @return how many parts now stand in its place; 1 when it cannot be split
   */
  int split(Block block) {
    List<Block> parts = isMissing(block) ? List.of(block) : BlockPlan.split(map, block);
    if (parts.size() == 1) {
      if (missing.addAll(block.registers())) {
        forget();
      }
      return 1;
    }
    parts.stream().skip(1).forEach(part -> walls.add(part.area(), first(part)));
    forget();
    List<Block> all = new ArrayList<>(round);
    int at = all.indexOf(block);
    all.remove(at);
    all.addAll(at, parts);
    round = List.copyOf(all);
    return parts.size();
  }

  /** Notes that the device answers this block. */
  void granted(Block block) {
    if (missing.removeAll(block.registers())) {
      forget();
    }
  }

  private void forget() {
    whole = null;
    brief = null;
  }

  private static int first(Block part) {
    return part.registers().stream().mapToInt(Register::address).min().orElseThrow();
  }

  private boolean isMissing(Block block) {
    return missing.containsAll(block.registers());
  }

  /** What is there in the cheapest requests, and what is missing in as few as can be. */
  private List<Block> blocks(List<Register> wanted) {
    List<Register> there = wanted.stream().filter(one -> !missing.contains(one)).toList();
    List<Block> blocks = new ArrayList<>(BlockPlan.of(map, there, overhead, walls));
    Block last = null;
    for (Block block :
        BlockPlan.of(map, wanted.stream().filter(missing::contains).toList(), overhead, walls)) {
      Optional<Block> both = last == null ? Optional.empty() : BlockPlan.join(map, last, block);
      both.ifPresent(_ -> blocks.removeLast());
      last = both.orElse(block);
      blocks.add(last);
    }
    return List.copyOf(blocks);
  }
}
