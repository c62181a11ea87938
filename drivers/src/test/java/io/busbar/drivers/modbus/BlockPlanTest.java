package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockPlanTest {
  /** Registers as start:words, blocks as start+count. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "joins what is adjacent             | 0:2 2:2 4:2     | 125 | 13 | false | 0+6",
        "sorts by address                   | 4:2 0:2 2:2     | 125 | 13 | false | 0+6",
        "bridges 6 registers on RTU         | 0:2 8:2         | 125 | 13 | false | 0+10",
        "does not bridge 7 on RTU           | 0:2 9:2         | 125 | 13 | false | 0+2 9+2",
        "bridges 30 registers on TCP        | 0:2 32:2        | 125 | 61 | false | 0+34",
        "does not bridge 31 on TCP          | 0:2 33:2        | 125 | 61 | false | 0+2 33+2",
        "bridges nothing when told so       | 0:2 3:2         | 125 | 0  | false | 0+2 3+2",
        "keeps within the meter's limit     | 0:2 2:2 4:2     | 4   | 13 | false | 0+4 4+2",
        "never splits a value               | 0:2 2:4         | 5   | 13 | false | 0+2 2+4",
        "keeps within the protocol's limit  | 0:4 4:4 122:4   | 125 | 61 | false | 0+8 122+4",
        "fills a request to the last one    | 0:4 95:4 121:4  | 125 | 999 | false | 0+125",
        "aligns start and count to even     | 1:1 5:2         | 125 | 13 | true  | 0+8",
        "aligns a block of its own          | 1:2 99:1        | 125 | 13 | true  | 0+4 98+2",
        "counts the alignment in the limit  | 1:2 3:2         | 4   | 13 | true  | 0+4 2+4",
        "reads a register twice named once  | 0:2 0:1         | 125 | 13 | false | 0+2",
      })
  void plans(String name, String registers, int most, int overhead, boolean even, String blocks) {
    assertEquals(blocks, shape(BlockPlan.of(map(registers, most, even), overhead)), name);
  }

  @Test
  void keepsAValueTogetherWithItsScaleFactor() {
    Register far =
        new Register(
            "w",
            10,
            RegisterType.INT16,
            WordOrder.HIGH_FIRST,
            BigDecimal.ONE,
            "SF",
            "W",
            List.of());
    RegisterMap map =
        new RegisterMap(
            "a-b", "t", "s", 3, 125, false, 203, Map.of("SF", 60), Map.of(), List.of(far));
    assertEquals("10+51", shape(BlockPlan.of(map, BlockPlan.RTU_OVERHEAD)));
  }

  @Test
  void refusesWhatDoesNotFitIntoOneRequest() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> BlockPlan.of(map("0:4", 3, false), 13));
    assertEquals(
        "a-b: r0 and what belongs to it takes 4 registers, want at most 3 in one request",
        refusal.getMessage());
  }

  @Test
  void knowsWhichBlocksBridgeAHole() {
    List<BlockPlan.Block> blocks = BlockPlan.of(map("0:2 4:2 100:2 102:2", 125, false), 13);
    assertTrue(blocks.get(0).bridged());
    assertFalse(blocks.get(1).bridged());
  }

  @ParameterizedTest
  @ValueSource(ints = {BlockPlan.NO_BRIDGES, BlockPlan.RTU_OVERHEAD, BlockPlan.TCP_OVERHEAD})
  void readsEveryPointOfEveryShippedMapOnce(int overhead) {
    RegisterLibrary library = new RegisterLibrary();
    for (String id : library.ids()) {
      RegisterMap map = library.find(id).orElseThrow();
      List<Register> read =
          BlockPlan.of(map, overhead).stream()
              .flatMap(block -> block.registers().stream())
              .collect(Collectors.toList());
      assertEquals(map.points().size(), read.size(), id);
      assertTrue(read.containsAll(map.points()), id);
    }
  }

  private static String shape(List<BlockPlan.Block> blocks) {
    return blocks.stream()
        .map(block -> block.start() + "+" + block.count())
        .collect(Collectors.joining(" "));
  }

  private static RegisterMap map(String registers, int most, boolean even) {
    return new RegisterMap(
        "a-b",
        "t",
        "s",
        3,
        most,
        even,
        null,
        Map.of(),
        Map.of(),
        Arrays.stream(registers.split(" ", -1)).map(BlockPlanTest::register).toList());
  }

  private static Register register(String text) {
    String[] parts = text.split(":", -1);
    RegisterType type =
        switch (parts[1]) {
          case "1" -> RegisterType.INT16;
          case "2" -> RegisterType.INT32;
          default -> RegisterType.INT64;
        };
    return new Register(
        "r" + parts[0],
        Integer.parseInt(parts[0]),
        type,
        WordOrder.HIGH_FIRST,
        BigDecimal.ONE,
        null,
        "",
        List.of());
  }
}
