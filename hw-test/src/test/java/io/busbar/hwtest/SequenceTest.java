package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SequenceTest {
  static Stream<Arguments> judges() {
    return Stream.of(
        Arguments.of("complete", List.of(1L, 2L, 3L), List.of()),
        Arguments.of("one twice", List.of(1L, 2L, 2L, 3L), List.of()),
        Arguments.of(
            "a gap", List.of(1L, 3L), List.of("between 1 and 3 something is missing or late")),
        Arguments.of(
            "no beginning",
            List.of(2L, 3L),
            List.of("between 0 and 2 something is missing or late")),
        Arguments.of(
            "out of order",
            List.of(1L, 3L, 2L),
            List.of("between 1 and 3 something is missing or late", "2 came after 3")),
        Arguments.of(
            "too often", List.of(1L, 1L, 1L, 2L), List.of("2 came again, want at most 1")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void judges(String name, List<Long> came, List<String> faults) {
    assertEquals(faults, Sequence.faults(came, 1), name);
  }
}
