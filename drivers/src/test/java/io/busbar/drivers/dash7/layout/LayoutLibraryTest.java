package io.busbar.drivers.dash7.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.Value;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.schema.RefusedException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutLibraryTest {
  private final LayoutLibrary library = LayoutLibrary.shipped();

  @Test
  void shipsEveryLayout() {
    assertEquals(
        List.of(
            "camexia-button",
            "camexia-energy",
            "camexia-energy-config",
            "push7-climate",
            "push7-node",
            "push7-state"),
        library.ids());
    FileLayout energy = library.find("camexia-energy").orElseThrow();
    assertEquals(Duration.ofMinutes(10), energy.period());
    assertEquals(List.of(17, 67), energy.lengths(52));
    assertEquals(List.of(5), energy.lengths(62));
    assertEquals(List.of(3), energy.lengths(51));
  }

  @Test
  void tellsLayoutsByFileAndLength() {
    assertEquals(List.of("camexia-energy"), library.matching(52, 17));
    assertEquals(
        List.of("camexia-button", "camexia-energy", "push7-node"), library.matching(51, 3));
    assertEquals(List.of(), library.matching(52, 18));
  }

  @ParameterizedTest
  @CsvSource({
    "push7-climate, 53, 8, D9 01 00 00 EB 00 00 00, humidity, 47.3",
    "push7-climate, 53, 8, D9 01 00 00 9C FF FF FF, temperature, -10.0",
    "push7-state, 56, 4, B8 0B 02 07, batteryVoltage, 3.0",
    "push7-state, 56, 4, B8 0B 02 07, hardwareVersion, 2",
    "camexia-button, 51, 3, 01 01 02, button2, true",
    "camexia-button, 51, 3, 01 01 02, buttonStates, 2",
    "camexia-energy-config, 62, 5, 58 02 00 00 01, interval, 600"
  })
  void readsTheFieldsOfShippedFiles(
      String layout, int file, int length, String hex, String name, String value) {
    Field field =
        library
            .find(layout)
            .flatMap(found -> found.form(file, length))
            .orElseThrow()
            .fields()
            .stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    assertEquals(value, String.valueOf(field.read(Bytes.hex(hex))));
  }

  @ParameterizedTest
  @CsvSource({
    "int8, LITTLE, FE, -2",
    "uint8, LITTLE, FE, 254",
    "int16, LITTLE, 06 FF, -250",
    "int16, BIG, FF 06, -250",
    "uint16, BIG, FF 06, 65286",
    "int32, LITTLE, 06 FF FF FF, -250",
    "uint32, BIG, FF FF FF FF, 4294967295",
    "int64, LITTLE, 5D 02 00 00 00 00 00 00, 605",
    "int64, BIG, 80 00 00 00 00 00 00 00, -9223372036854775808"
  })
  void readsAndWritesNumbersOfEveryType(String type, ByteOrder order, String hex, long value) {
    Field field = field(type, order, null);
    assertEquals(new Value.Int(value), field.read(Bytes.hex(hex)));
    assertEquals(Bytes.hex(hex), field.write(new Value.Int(value)));
  }

  @Test
  void readsAndWritesFloatsAndScaledNumbers() {
    assertEquals(
        new Value.Real(1.5), field("float32", ByteOrder.BIG, null).read(Bytes.hex("3FC00000")));
    assertEquals(
        Bytes.hex("3FC00000"), field("float32", ByteOrder.BIG, null).write(new Value.Real(1.5)));
    assertNull(field("float32", ByteOrder.BIG, null).read(Bytes.hex("7FC00000")));
    assertEquals(
        Bytes.hex("000000000000F83F"),
        field("float64", ByteOrder.LITTLE, null).write(new Value.Real(1.5)));
    Field milli = field("int16", ByteOrder.LITTLE, new BigDecimal("0.001"));
    assertEquals(new Value.Real(12.345), milli.read(Bytes.hex("39 30")));
    assertEquals(Bytes.hex("39 30"), milli.write(new Value.Real(12.345)));
    assertThrows(IllegalArgumentException.class, () -> milli.write(new Value.Real(12.3456)));
    assertThrows(IllegalArgumentException.class, () -> milli.write(new Value.Text("12")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"includes\": [\"no-such\"] | /includes/0: got no-such, want one of camexia-button",
        "\"files\": [{\"file\": 52, \"title\": \"x\", \"length\": 1, \"fields\": [{\"name\": \"a\","
            + " \"offset\": 0, \"type\": \"int16\"}]}] | /files/0/fields/0/offset: got a field up to"
            + " byte 2, want at most 1",
        "\"files\": [{\"file\": 52, \"title\": \"x\", \"length\": 1, \"valid\": \"b\", \"fields\":"
            + " [{\"name\": \"a\", \"offset\": 0, \"type\": \"int8\"}]}] | /files/0/valid: got b, want"
            + " a bool field",
        "\"files\": [{\"file\": 52, \"title\": \"x\", \"length\": 1, \"fields\": [{\"name\":"
            + " \"linkBudget\", \"offset\": 0, \"type\": \"int8\"}]}] | /files/0/fields/0/name: got"
            + " linkBudget, which every node has already",
        "\"files\": [{\"file\": 52, \"title\": \"x\", \"length\": 1, \"fields\": [{\"name\": \"a\","
            + " \"offset\": 0, \"type\": \"int24\"}]}] | /files/0/fields/0/type: got \"int24\", want"
            + " one of bool, bit",
        "\"colour\": 1 | /colour: unknown key"
      })
  void refusesALayoutWithFaultsAndNamesThem(String part, String problem) {
    RefusedException refused =
        assertThrows(RefusedException.class, () -> library.with(layout("acme-node", part)));
    assertTrue(String.valueOf(refused.getMessage()).contains(problem), refused.getMessage());
  }

  @Test
  void takesALayoutThatIsNotOursAsData() throws RefusedException {
    LayoutLibrary more =
        library.with(
            layout(
                "acme-water",
                "\"period\": \"1h\", \"includes\": [\"push7-state\"], \"files\": [{\"file\": 70,"
                    + " \"title\": \"water\", \"length\": 4, \"fields\": [{\"name\": \"volume\","
                    + " \"offset\": 0, \"type\": \"uint32\", \"order\": \"big\", \"scale\": 0.001,"
                    + " \"unit\": \"m3\"}]}]"));
    FileLayout water = more.find("acme-water").orElseThrow();
    Field volume = water.form(70, 4).orElseThrow().fields().getFirst();
    assertEquals(new Value.Real(0.258), volume.read(Bytes.hex("00 00 01 02")));
    assertEquals(List.of(4), water.lengths(56));
    assertEquals(List.of("acme-water"), more.matching(70, 4));
  }

  private static byte[] layout(String id, String part) {
    return "{\"id\": \"%s\", \"title\": \"A node\", \"source\": \"its maker\", %s}"
        .formatted(id, part)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Field field(String type, ByteOrder order, @Nullable BigDecimal scale) {
    FieldType of = FieldType.valueOf(type.toUpperCase(java.util.Locale.ROOT));
    return new Field("x", 0, of, order, 0, scale, "", true);
  }
}
