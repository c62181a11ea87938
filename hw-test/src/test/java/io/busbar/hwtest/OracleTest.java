package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge of the fault programme against ways that lose, repeat, invent and reorder. */
class OracleTest {
  private static final List<Long> ACCEPTED = List.of(1L, 2L, 4L, 5L);

  static Stream<Arguments> judges() {
    return Stream.of(
        Arguments.of("complete", List.of(1L, 2L, 3L, 4L, 5L, 6L), List.of()),
        Arguments.of("without what was not accepted", List.of(1L, 2L, 4L, 5L), List.of()),
        Arguments.of("one twice", List.of(1L, 2L, 2L, 4L, 5L), List.of()),
        Arguments.of("loss", List.of(1L, 4L, 6L), List.of("2 accepted and lost: [2, 5]")),
        Arguments.of("nothing", List.of(), List.of("4 accepted and lost: [1, 2, 4, 5]")),
        Arguments.of(
            "invention", List.of(0L, 1L, 2L, 4L, 5L, 7L), List.of("never generated: [0, 7]")),
        Arguments.of(
            "disorder", List.of(1L, 4L, 2L, 5L, 3L), List.of("2 came after 4", "3 came after 5")),
        Arguments.of("a repeat is no disorder", List.of(1L, 2L, 4L, 5L, 2L), List.of()),
        Arguments.of(
            "too many repeats",
            List.of(1L, 2L, 1L, 2L, 4L, 5L),
            List.of("2 came again, want at most 1")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void judges(String name, List<Long> arrived, List<String> faults) {
    assertEquals(faults, Oracle.faults(ACCEPTED, 6, arrived, 1), name);
  }

  @Test
  void whereEverythingMustArriveAGapIsALoss() {
    assertEquals(List.of(), Oracle.faults(List.of(1L, 2L, 3L, 3L), 1));
    assertEquals(List.of("1 accepted and lost: [2]"), Oracle.faults(List.of(1L, 3L), 1));
    assertEquals(List.of("1 accepted and lost: [1]"), Oracle.faults(List.of(2L, 3L), 1));
  }

  @Test
  void messagesThatComeAgainAreCountedHoweverMuchIsInThem() {
    List<List<Long>> messages = List.of(List.of(1L), List.of(2L, 3L), List.of(2L, 3L, 4L));
    assertEquals(1, Oracle.repeated(messages));
    assertEquals(List.of(), Oracle.messageFaults(List.of(1L, 4L), 4, messages, 1));
    assertEquals(
        List.of("2 accepted and lost: [5, 6]", "1 messages came again, want at most 0"),
        Oracle.messageFaults(List.of(1L, 5L, 6L), 6, messages, 0));
  }

  @Test
  void everySendIsDeliveredDroppedOrWaiting() {
    assertEquals(List.of(), Oracle.account(10, 5, 3, 2));
    assertEquals(
        List.of("generated 10, but delivered 5 + dropped 2 + waiting 2 = 9"),
        Oracle.account(10, 5, 2, 2));
    assertEquals(1, Oracle.account(10, 5, 3, 3).size());
  }
}
