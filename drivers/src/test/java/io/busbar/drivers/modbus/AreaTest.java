package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four areas: how they are numbered, planned and answered. */
final class AreaTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  @ParameterizedTest
  @CsvSource({
    "COIL, 0, 00001", "DISCRETE, 9, 10010", "HOLDING, 0, 40001", "INPUT, 52, 30053",
    "HOLDING, 9998, 49999", "HOLDING, 9999, 410000", "HOLDING, 40000, 440001",
        "INPUT, 65535, 365536",
  })
  void anAddressIsNumberedAsManualsDo(Area area, int address, String number) {
    assertEquals(number, area.manual(address));
  }

  /** Bits cost an eighth of a byte each, so larger holes are bridged; 2000 fit one answer. */
  @ParameterizedTest
  @CsvSource({
    "1, 0 7, 0+8",
    "1, 0 119, 0+120",
    "1, 0 120, 0+1 120+1",
    "2, 0 90 180 270, 0+271",
    "2, 0 1 3, 0+4",
  })
  void bitsArePlannedByWhatTheyCost(int function, String addresses, String blocks) {
    List<Register> points = new ArrayList<>();
    for (String address : addresses.split(" ", -1)) {
      points.add(
          new Register(
                  "b" + address,
                  Integer.parseInt(address),
                  RegisterType.BOOL,
                  WordOrder.HIGH_FIRST,
                  BigDecimal.ONE,
                  null,
                  "",
                  List.of())
              .in(function, List.of()));
    }
    RegisterMap map =
        new RegisterMap("a-b", "t", "s", 3, 2, true, null, Map.of(), Map.of(), points);
    assertEquals(
        blocks,
        BlockPlan.of(map, BlockPlan.RTU_OVERHEAD).stream()
            .map(block -> block.start() + "+" + block.count())
            .collect(Collectors.joining(" ")));
  }

  /** The example of the Modbus specification, section 6.1: coils 20 to 38. */
  @Test
  void bitsAreReadLowestFirst() {
    ReadRequest request = new ReadRequest("D", 1, 1, 0x13, 19);
    assertEquals("01 00 13 00 13", HEX.formatHex(request.pdu()));
    assertEquals(5, request.answerBytes());
    assertArrayEquals(
        new int[] {1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1},
        request.values(HEX.parseHex("01 03 CD 6B 05")));
  }

  /** The examples of the Modbus specification, sections 6.5, 6.6, 6.11, 6.12 and 6.17. */
  @ParameterizedTest
  @CsvSource({
    "5, 172, 1, 05 00 AC FF 00",
    "5, 172, 0, 05 00 AC 00 00",
    "6, 1, 3, 06 00 01 00 03",
    "15, 19, 1 0 1 1 0 0 1 1 1 0, 0F 00 13 00 0A 02 CD 01",
    "16, 1, 10 258, 10 00 01 00 02 04 00 0A 01 02",
    "23, 14, 255 255 255, 17 00 0E 00 03 00 0E 00 03 06 00 FF 00 FF 00 FF",
  })
  void writesAreSentAsTheSpecificationShows(int function, int address, String values, String pdu) {
    List<Integer> words = new ArrayList<>();
    for (String value : values.split(" ", -1)) {
      words.add(Integer.parseInt(value));
    }
    assertEquals(pdu, HEX.formatHex(new WriteRequest("D", 1, function, address, words).pdu()));
  }

  @Test
  void anAnswerToAnotherWriteIsNotTaken() {
    WriteRequest request = new WriteRequest("D", 1, 6, 1, List.of(3));
    Failures failures = Failures.ofTcp("Lan");
    String message =
        String.valueOf(
            assertThrows(
                    io.busbar.drivers.BusException.Garbled.class,
                    () -> request.verify(HEX.parseHex("06 00 01 00 04"), failures))
                .getMessage());
    assertEquals(
        "Lan: got the answer to another write: 06 00 01 00 04 (5 bytes), asking D (unit 1, write"
            + " holding 0x0001, 1 register)",
        message);
  }

  /** Lengths that the specification gives, as the bytes come in. */
  @ParameterizedTest
  @CsvSource({
    "01, 2",
    "01 83, 5",
    "01 01, 3",
    "01 01 03, 8",
    "01 04 04, 9",
    "01 05, 8",
    "01 10, 8",
    "01 17 06, 11",
    "01 55, 0",
    "01 2B, 8",
    "01 2B 0E 01 01 00 00 00, 10",
    "01 2B 0E 01 01 00 00 01, 10",
    "01 2B 0E 01 01 00 00 01 00 05, 17",
  })
  void aFrameTellsItsLength(String start, int length) {
    assertEquals(length, RtuFrame.length(HEX.parseHex(start)));
  }
}
