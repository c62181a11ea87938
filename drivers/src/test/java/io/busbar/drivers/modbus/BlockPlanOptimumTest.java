package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.modbus.BlockPlan.Block;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan against every way there is to group a few registers into requests. */
final class BlockPlanOptimumTest {
  private static final int MOST_POINTS = 7;
  private final Random random = new Random(4);

  private record Cost(long bytes, int requests) {
    boolean isLessThan(Cost other) {
      return bytes != other.bytes ? bytes < other.bytes : requests < other.requests;
    }
  }

  @ParameterizedTest(name = "{0} bytes for another request")
  @ValueSource(ints = {0, 13, 61})
  void costsNoMoreThanTheBestGrouping(int overhead) {
    for (int round = 0; round < 500; round++) {
      RegisterMap map = randomMap();
      List<Block> plan = BlockPlan.of(map, overhead);
      Cost best = best(map, new ArrayList<>(), 0, overhead);
      Cost got = cost(plan.stream().map(Block::count).toList(), overhead);
      assertEquals(best, got, () -> map.points() + " by " + map.maxRegisters());
      assertTrue(plan.stream().allMatch(block -> block.count() <= map.maxRegisters()));
    }
  }

  private RegisterMap randomMap() {
    List<Register> points = new ArrayList<>();
    int address = random.nextInt(4);
    for (int i = 0; i < 2 + random.nextInt(MOST_POINTS - 1); i++) {
      RegisterType type =
          switch (random.nextInt(3)) {
            case 0 -> RegisterType.UINT16;
            case 1 -> RegisterType.FLOAT32;
            default -> RegisterType.INT64;
          };
      points.add(
          new Register(
              "r" + i, address, type, WordOrder.HIGH_FIRST, BigDecimal.ONE, null, "", List.of()));
      address += type.words() + (random.nextBoolean() ? 0 : random.nextInt(40));
    }
    int most = 6 + random.nextInt(120);
    return new RegisterMap(
        "a-b", "t", "s", 3, most, random.nextBoolean(), null, Map.of(), Map.of(), points);
  }

  /** Puts the next register into each of the groups so far, or into one of its own. */
  private static Cost best(RegisterMap map, List<List<Register>> groups, int next, int overhead) {
    if (next == map.points().size()) {
      return cost(groups.stream().map(group -> count(map, group)).toList(), overhead);
    }
    Cost best = new Cost(Long.MAX_VALUE, 0);
    for (int i = 0; i <= groups.size(); i++) {
      List<List<Register>> more = new ArrayList<>();
      groups.forEach(group -> more.add(new ArrayList<>(group)));
      if (i == groups.size()) {
        more.add(new ArrayList<>());
      }
      more.get(i).add(map.points().get(next));
      if (count(map, more.get(i)) <= map.maxRegisters()) {
        Cost cost = best(map, more, next + 1, overhead);
        best = cost.isLessThan(best) ? cost : best;
      }
    }
    return best;
  }

  private static int count(RegisterMap map, List<Register> group) {
    int start = group.stream().mapToInt(Register::address).min().orElseThrow();
    int end = group.stream().mapToInt(Register::end).max().orElseThrow();
    return map.evenAligned() ? ((end + 1) & ~1) - (start & ~1) : end - start;
  }

  private static Cost cost(List<Integer> counts, int overhead) {
    long bytes = counts.stream().mapToLong(count -> overhead + 2L * count).sum();
    return new Cost(bytes, counts.size());
  }
}
