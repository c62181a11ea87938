package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The shipped maps against the tables of their sources, which {@code register-tables/families.txt}
 * holds: they were written down from the sources and never from the maps, so that the same slip is
 * not in both.
 */
final class SourceTablesTest {
  private static final Path TABLES = Path.of("src/test/resources/register-tables/families.txt");
  private static final RegisterLibrary LIBRARY = new RegisterLibrary();

  /** A family's row for one quantity. */
  private record Row(
      List<String> meters,
      Set<Integer> functions,
      String name,
      int address,
      BigDecimal scale,
      String unit,
      String type,
      String order) {

    /** As the map of this meter has it; null when it leaves the quantity out. */
    @Nullable Register in(String meter) {
      return map(meter).points().stream()
          .filter(point -> point.name().equals(name))
          .findFirst()
          .orElse(null);
    }

    String text() {
      return "%s %04X %s %s %s %s"
          .formatted(name, address, type, order, scale.stripTrailingZeros().toPlainString(), unit);
    }

    /** The same of a map's point; of its type only the bits where the source has no more. */
    String text(Register point) {
      boolean oneWord = point.words() == 1;
      String bits = Integer.toString(16 * point.words());
      return "%s %04X %s %s %s %s"
          .formatted(
              point.name(),
              point.address(),
              type.equals(bits) ? bits : point.type().name().toLowerCase(Locale.ROOT),
              oneWord ? "" : point.order() == WordOrder.HIGH_FIRST ? "high" : "low",
              point.scale().stripTrailingZeros().toPlainString(),
              point.unit());
    }
  }

  private static RegisterMap map(String meter) {
    return LIBRARY.find(meter).orElseThrow(() -> new AssertionError("no map " + meter));
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    String[] family = {};
    for (String line : Files.readAllLines(TABLES)) {
      if (line.startsWith("@")) {
        family = line.substring(1).split(";", -1);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        rows(family, line.split(";", -1), rows);
      }
    }
    return rows;
  }

  private static void rows(String[] family, String[] row, List<Row> rows) {
    List<String> names = words(row[0]);
    List<String> addresses = words(row[1]);
    assertEquals(names.size(), addresses.size(), () -> String.join(";", row));
    String type = row.length > 3 ? row[3].strip() : family[2].strip();
    String unit = words(row[2]).get(1);
    for (int i = 0; i < names.size(); i++) {
      rows.add(
          new Row(
              words(family[0]),
              new HashSet<>(words(family[1]).stream().map(Integer::valueOf).toList()),
              names.get(i),
              Integer.parseInt(addresses.get(i), 16),
              new BigDecimal(words(row[2]).getFirst()),
              unit.equals("-") ? "" : unit,
              type,
              type.endsWith("16") ? "" : family[3].strip()));
    }
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split(" +", -1));
  }

  @Test
  void everyRegisterStandsWhereTheSourceOfItsFamilySays() throws IOException {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (Row row : rows()) {
      for (String meter : row.meters()) {
        Register point = row.in(meter);
        if (point != null) {
          compared++;
          if (!row.text().equals(row.text(point)) || !row.functions().contains(point.function())) {
            wrong.add(
                "%s: got %s by function %d, the source has %s"
                    .formatted(meter, row.text(point), point.function(), row.text()));
          }
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(compared > 1000, () -> "few were compared");
  }

  /** A row that no map of its family has is a slip of the pen, or a map that lost a quantity. */
  @Test
  void everyRowOfASourceIsInAMapOfItsFamily() throws IOException {
    List<String> unused =
        rows().stream()
            .filter(row -> row.meters().stream().map(row::in).allMatch(Objects::isNull))
            .map(row -> row.meters().getFirst() + ": " + row.text())
            .toList();
    assertEquals("", String.join("\n", unused));
  }

  /** These have more quantities, from one source only, which their maps name. */
  @Test
  void whatNoTableHasIsOfFewMeters() throws IOException {
    List<Row> rows = rows();
    assertEquals(
        List.of(
            "accuenergy-acurev1312",
            "orno-or-we-514",
            "orno-or-we-515",
            "orno-or-we-516",
            "orno-or-we-517",
            "orno-or-we-525",
            "orno-or-we-526",
            "schneider-powertag",
            "siemens-pac1600",
            "siemens-pac2200",
            "siemens-pac3120",
            "siemens-pac3200",
            "siemens-pac3220",
            "siemens-pac4200",
            "socomec-countis-e24",
            "socomec-diris-a10",
            "sunspec-101",
            "sunspec-102",
            "sunspec-103",
            "sunspec-201",
            "sunspec-202",
            "sunspec-203",
            "sunspec-204"),
        LIBRARY.ids().stream().filter(meter -> beyond(meter, rows) > 0).toList());
  }

  private static long beyond(String meter, List<Row> rows) {
    return map(meter).points().stream()
        .filter(point ->
            rows.stream()
                .noneMatch(row -> row.name().equals(point.name()) && row.meters().contains(meter)))
        .count();
  }

  /** The AcuRev 1312 has SunSpec's model 203 at a place of its own. */
  @Test
  void theAcuRevIsModel203At4165() {
    RegisterMap model = map("sunspec-203");
    for (Register point : map("accuenergy-acurev1312").points()) {
      Register same =
          model.points().stream()
              .filter(one -> one.name().equals(point.name()))
              .findFirst()
              .orElseThrow();
      assertEquals(4165 + same.address(), point.address(), point.name());
      assertEquals(same.type(), point.type(), point.name());
    }
  }
}
