package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps that a user puts into the data folder. */
final class OwnMapsTest {
  private static final String GOOD =
      """
      {"id": "acme-one", "title": "Acme One", "source": "its manual", "function": 3,
       "maxRegisters": 10,
       "points": [{"name": "voltageL1", "address": "0x0000", "type": "float32", "unit": "V"},
                  {"name": "currentL1", "address": "0x0002", "type": "float32", "unit": "A"}]}
      """;

  private static final String LIKE_ONE =
      """
      {"id": "acme-like", "title": "Acme Like", "source": "its manual", "like": "acme-one"}
      """;

  @TempDir private Path data;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(data.resolve("meters"));
  }

  @Test
  void isShippedOnlyWithoutAFolder() {
    RegisterLibrary library = new RegisterLibrary(data.resolve("none"));
    assertEquals(new RegisterLibrary().ids(), library.ids());
    assertEquals(List.of(), library.alarms());
  }

  @Test
  void addsAMap() throws IOException {
    put("acme-one", GOOD);
    RegisterLibrary library = new RegisterLibrary(folder);
    assertEquals(List.of(), library.alarms());
    assertTrue(library.ids().contains("acme-one"));
    assertTrue(library.isOwn("acme-one"));
    assertFalse(library.isOwn("eastron-sdm630"));
    assertEquals(Optional.of("Acme One"), library.title("acme-one"));
    assertEquals(2, library.find("acme-one").orElseThrow().points().size());
  }

  @Test
  void takesOverAShippedMapAndChangesSomeOfIt() throws IOException {
    put(
        "acme-like",
        """
        {"id": "acme-like", "title": "Acme", "source": "tried", "like": "eastron-sdm120",
         "without": ["reactive*"], "maxRegisters": 20,
         "points": [
           {"name": "frequency", "address": "0x0046", "type": "float32", "scale": 0.1, "unit": "Hz"},
           {"name": "chargeTotal", "address": "0x0052", "type": "float32", "unit": "Ah"}]}
        """);
    RegisterLibrary library = new RegisterLibrary(folder);
    assertEquals(List.of(), library.alarms());
    RegisterMap like = library.find("acme-like").orElseThrow();
    RegisterMap shipped = library.find("eastron-sdm120").orElseThrow();
    assertEquals(4, like.function());
    assertEquals(20, like.maxRegisters());
    assertTrue(like.evenAligned());
    assertEquals(
        List.of(
            "voltageL1",
            "currentL1",
            "activePowerTotal",
            "apparentPowerTotal",
            "powerFactorTotal",
            "frequency",
            "activeEnergyImportTotal",
            "activeEnergyExportTotal",
            "activeEnergySumTotal",
            "chargeTotal"),
        like.points().stream().map(Register::name).toList());
    assertEquals(shipped.points().getFirst(), like.points().getFirst());
    assertEquals(new BigDecimal("0.1"), like.points().get(5).scale());
  }

  @Test
  void mayBeLikeAnotherOwnMapWhateverTheirOrder() throws IOException {
    put("acme-like", LIKE_ONE);
    put("acme-one", GOOD);
    RegisterLibrary library = new RegisterLibrary(folder);
    assertEquals(List.of(), library.alarms());
    assertEquals(2, library.find("acme-like").orElseThrow().points().size());
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"float32\" | \"float\" | /points/0/type: got \"float\", want one of int8, uint8,",
        "\"id\": \"acme-one\" | \"id\": \"acme-two\" | /id: got acme-two, want acme-one, as the file is named",
        "0x0002 | 0x0001 | /points/1/address: got 0x0001, want registers of its own: voltageL1 has 0x0000"
            + " to 0x0001",
        "\"function\" | \"like\": \"acme-x\", \"function\" | /like: got acme-x, want the id of a meter that is",
        "\"function\" | \"like\": \"acme-one\", \"function\" | /like: got acme-one, want one that is not in turn",
        "\"function\" | \"like\": \"acme-bad\", \"function\" | /like: got acme-bad, want one that is not refused",
        "\"function\" | \"like\": \"eastron-sdm120\", \"without\": [\"volts\"], \"function\" | /without/0: got"
            + " \"volts\", want the name of a point",
        "\"function\" | \"like\": \"eastron-sdm630\", \"function\" | /maxRegisters: got 1, want 2 or more: voltageL1 takes",
        "} | ] | /: no JSON: ",
      })
  void refusesABadMapWithItsFaultsAndKeepsTheOthers(String good, String bad, String fault)
      throws IOException {
    assertTrue(GOOD.contains(good));
    String broken = GOOD.replace(good, bad);
    put("acme-one", fault.contains("takes") ? broken.replace("10,", "1,") : broken);
    put("acme-good", GOOD.replace("acme-one", "acme-good"));
    put(
        "acme-bad",
        GOOD.replace("acme-one", "acme-bad").replace("0x0002", "0x0001").replace("voltage", "v"));
    RegisterLibrary library = new RegisterLibrary(folder);

    assertTrue(library.find("acme-one").isEmpty());
    assertTrue(library.find("acme-good").isPresent());
    assertTrue(library.find("eastron-sdm630").isPresent());
    assertEquals(2, library.alarms().size());
    String alarm =
        library.alarms().stream()
            .filter(text -> text.contains("one.json"))
            .findFirst()
            .orElseThrow();
    assertTrue(
        alarm.startsWith("the meter type in " + folder.resolve("acme-one.json") + " is refused"),
        alarm);
    assertTrue(alarm.contains(fault), alarm);
  }

  @Test
  void neverReplacesAShippedMap() throws IOException {
    put("eastron-sdm630", GOOD.replace("acme-one", "eastron-sdm630"));
    RegisterLibrary library = new RegisterLibrary(folder);
    assertEquals(
        List.of(
            "the meter type in "
                + folder.resolve("eastron-sdm630.json")
                + " is refused and cannot be used: /id: got eastron-sdm630, which ships with Busbar,"
                + " want an id of its own; to change only some of its points, add \"like\":"
                + " \"eastron-sdm630\""),
        library.alarms());
    assertEquals(new RegisterLibrary().find("eastron-sdm630"), library.find("eastron-sdm630"));
  }

  @Test
  void goesOnWithTheLastGoodVersionOfAMapThatIsRefusedLater() throws IOException {
    put("acme-one", GOOD);
    put("acme-like", LIKE_ONE);
    RegisterLibrary before = new RegisterLibrary(folder);
    before.keepGood();
    put("acme-one", GOOD.replace("float32", "float"));

    RegisterLibrary library = new RegisterLibrary(folder);
    assertEquals(before.ids(), library.ids());
    assertEquals(before.find("acme-one"), library.find("acme-one"));
    assertEquals(before.find("acme-like"), library.find("acme-like"));
    for (String alarm : library.alarms()) {
      assertTrue(alarm.contains(" is refused and its last good version is used: /"), alarm);
    }
    assertEquals(2, library.alarms().size());
  }

  @Test
  void forgetsAMapWhoseFileIsGone() throws IOException {
    put("acme-one", GOOD);
    new RegisterLibrary(folder).keepGood();
    Files.delete(folder.resolve("acme-one.json"));
    RegisterLibrary library = new RegisterLibrary(folder);
    assertEquals(List.of(), library.alarms());
    assertTrue(library.find("acme-one").isEmpty());
  }

  @Test
  void saysWhenNoCopyCanBeKeptAndGoesOn() throws IOException {
    put("acme-one", GOOD);
    Files.writeString(folder.resolve("good"), "a file where the folder should be");
    RegisterLibrary library = new RegisterLibrary(folder);
    library.keepGood();
    assertTrue(library.find("acme-one").isPresent());
  }

  @Test
  void looksAtNothingButJsonFiles() throws IOException {
    Files.writeString(folder.resolve("README.txt"), "not a map");
    Files.createDirectory(folder.resolve("old.json"));
    assertEquals(List.of(), new RegisterLibrary(folder).alarms());
  }

  @Test
  void saysThatTheFolderIsNone() throws IOException {
    Path file = Files.writeString(data.resolve("file"), "");
    List<String> alarms = new RegisterLibrary(file).alarms();
    assertEquals(1, alarms.size());
    assertTrue(alarms.getFirst().contains("cannot be read"), alarms.getFirst());
  }

  private void put(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name + ".json"), json);
  }
}
