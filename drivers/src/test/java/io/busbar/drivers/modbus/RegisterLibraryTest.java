package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.schema.RefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RegisterLibraryTest {
  private static final Path FOLDER = Path.of("src/main/resources/register-maps");

  /**
   * The canonical names; a tariff's, quadrant's or partial counter says so in its name. Further
   * quantities that some meters have: the last lines.
   */
  private static final Pattern CANONICAL =
      Pattern.compile(
          "voltage(L1L2|L2L3|L3L1|LLAverage|L[123]|LNAverage|Unbalance)"
              + "|current(L[123]|Average|Sum|N|Ground)"
              + "|(active|reactive|apparent)Power(L[123]|Total)"
              + "|(powerFactor|phaseAngle)(L[123]|Total)"
              + "|frequency(L[123])?"
              + "|(active|reactive|apparent)Energy(Import|Export|Net|Sum)"
              + "(T[12]|L[123](T[12])?|Total|Partial|Q[1-4](L[123]|Total))"
              + "|thd(Current|Voltage)(L[123]|L1L2|L2L3|L3L1)?"
              + "|reactiveEnergy(Inductive|Capacitive)(L[123]|Total)"
              + "|chargeTotal|events|phaseSequence|operatingState"
              + "|dc(Current|Voltage|Power)|temperatureCabinet");

  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("voltage", "V"),
          Map.entry("current", "A"),
          Map.entry("activePower", "W"),
          Map.entry("reactivePower", "var"),
          Map.entry("apparentPower", "VA"),
          Map.entry("powerFactor", ""),
          Map.entry("phaseAngle", "deg"),
          Map.entry("frequency", "Hz"),
          Map.entry("activeEnergy", "Wh"),
          Map.entry("reactiveEnergy", "varh"),
          Map.entry("apparentEnergy", "VAh"),
          Map.entry("thd", "%"),
          Map.entry("voltageUnbalance", "%"),
          Map.entry("charge", "Ah"),
          Map.entry("phaseSequence", ""),
          Map.entry("operatingState", ""),
          Map.entry("dcCurrent", "A"),
          Map.entry("dcVoltage", "V"),
          Map.entry("dcPower", "W"),
          Map.entry("temperature", "°C"),
          Map.entry("events", ""));

  static Stream<RegisterMap> shipped() {
    RegisterLibrary library = new RegisterLibrary();
    return library.ids().stream().map(id -> library.find(id).orElseThrow());
  }

  @Test
  void listsEveryMapOfTheFolder() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> ids =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".json") && !name.endsWith(".schema.json"))
              .map(name -> name.substring(0, name.length() - ".json".length()))
              .sorted()
              .toList();
      assertEquals(ids, new RegisterLibrary().ids());
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void listsEveryMapWithItsTitle(RegisterMap map) {
    assertEquals(Optional.of(map.title()), new RegisterLibrary().title(map.id()));
    assertFalse(new RegisterLibrary().isOwn(map.id()));
  }

  @Test
  void namesTheMakersWhenTheMakerIsUnknown() {
    assertEquals(
        "maker-model with one of the makers abb, accuenergy, carlo, eastron, finder, janitza, orno,"
            + " phoenix, schneider, siemens, socomec, sunspec",
        new RegisterLibrary().hint("acme-1"));
  }

  @Test
  void theGuidesExamplesLoad() throws Exception {
    String guide = Files.readString(Path.of("docs/add-a-meter.md"));
    List<String> ids =
        Pattern.compile("```json\\s(.+?)```", Pattern.DOTALL)
            .matcher(guide)
            .results()
            .map(example -> parsed(example.group(1)).id())
            .toList();
    assertEquals(List.of("acme-one", "acme-clone"), ids);
  }

  private static RegisterMap parsed(String json) {
    try {
      return RegisterLibrary.parse(json.getBytes(StandardCharsets.UTF_8));
    } catch (RefusedException e) {
      throw new AssertionError(json, e);
    }
  }

  @Test
  void findsNothingUnderAnUnknownId() {
    assertTrue(new RegisterLibrary().find("eastron-sdm631").isEmpty());
    assertTrue(new RegisterLibrary().find("../secret").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void usesCanonicalNamesAndTheirUnits(RegisterMap map) {
    Set<String> names = new HashSet<>();
    for (Register point : map.points()) {
      assertTrue(CANONICAL.matcher(point.name()).matches(), map.id() + " " + point.name());
      assertTrue(names.add(point.name()), map.id() + " has " + point.name() + " twice");
      String family =
          UNITS.keySet().stream()
              .filter(point.name()::startsWith)
              .max(Comparator.comparingInt(String::length))
              .orElseThrow();
      assertEquals(UNITS.get(family), point.unit(), map.id() + " " + point.name());
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void hasNoTwoPointsInOneRegister(RegisterMap map) {
    int end = -1;
    for (Register point :
        map.points().stream().sorted(Comparator.comparingInt(Register::address)).toList()) {
      assertTrue(point.address() >= end, map.id() + " " + point.name());
      assertFalse(map.scaleFactors().containsValue(point.address()), point.name());
      end = point.end();
    }
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"0x0000\" | \"0\" | /points/0/address: got \"0\", want the form ^0x[0-9A-F]{4}$",
        "\"int16\" | \"int24\" | /points/0/type: got \"int24\", want one of int8, uint8, int16,",
        "\"V\" | \"kV\" | /points/0/unit: got \"kV\", want one of V, A, W, var, VA, Hz, Wh,",
        "\"unit\" | \"unti\" | /points/0/unti: unknown key; want one of address, bit,",
        "\"function\": 4 | \"function\": 6 | /function: got 6, want one of 1, 2, 3, 4",
        "60 | 126 | /maxRegisters: got 126, want 125 or less",
        "\"function\": 4, | '' | /function: missing; add this key",
        "\"V\" | \"V\", \"scale\": 0 | /points/0/scale: got 0, want another number",
        "\"V\" | \"V\", \"scale\": 1e13 | /points/0/scale: got 1.0E13, want 1.0E12 or less",
        "\"V\" | \"V\", \"bit\": 3 | /points/0/bit: got this key on a int16, want it only on a bool",
        "\"V\" | \"V\", \"words\": 2 | /points/0/words: got this key on a int16, want it only on a",
        "\"int16\" | \"text\" | /points/0/words: missing; add how many registers it has",
        "\"int16\" | \"bool\", \"offset\": 1 | /points/0/offset: got this key on a bool, want it",
        "\"int16\" | \"float32\", \"texts\": {\"1\": \"on\"} | /points/0/texts: got this key on a",
        "\"V\" | \"\", \"texts\": {\"1\": \"on\"}, \"scale\": 2 | /points/0/scale: got this key on a code,",
        "\"V\" | \"V\", \"notAvailable\": [\"0x7FFFFFFF\"] | /points/0/notAvailable/0: got 0x7FFFFFFF,"
            + " want 4 hex digits for int16",
        "60 | 60, \"notAvailable\": {\"int32\": [\"0x8000\"]} | /notAvailable/int32/0: got 0x8000, want 8",
        "\"V\" | \"V\", \"scaleFactor\": \"W_SF\" | /points/0/scaleFactor: got W_SF, want one that",
        "\"0x0000\", \"type\": \"int16\" | \"0xFFFF\", \"type\": \"int32\" | /points/0/address: got a value that"
            + " ends after 0xFFFF",
        "60 | 1, \"evenAligned\": true | /maxRegisters: got 1, want 2 or more: x takes as many",
        "\"V\"} | \"V\"}, {\"name\": \"x\", \"address\": \"0x0004\", \"type\": \"int16\", \"unit\": \"V\"}"
            + " | /points/1/name: got x again, want a name of its own",
        "{\"name\" | {\"name\": \"y\", \"address\": \"0x0000\", \"type\": \"int32\", \"unit\": \"V\"}, {\"name\""
            + " | want registers of its own:",
        "\"title\" | \"without\": [\"*\"], \"title\" | /: got ",
        "60 | 60, \"derived\": [{\"name\": \"y\", \"kind\": \"sum\", \"inputs\": [\"x\", \"z\"]}]"
            + " | /derived/0/inputs/1: got z, want the name of a point that this device has",
        "60 | 60, \"derived\": [{\"name\": \"y\", \"kind\": \"root\", \"inputs\": [\"x\"]}]"
            + " | /derived/0/kind: got \"root\", want one of sum, difference, product,",
        "60 | 60, \"identification\": {\"function\": 3, \"address\": \"0x0B\", \"type\": \"uint16\","
            + " \"values\": [\"1\"]} | /identification/address: got \"0x0B\", want the form",
      })
  void refusesAMapThatBreaksTheSchema(String good, String bad, String problem) {
    String text =
        """
        {"id": "a-b", "title": "t", "source": "s", "function": 4, "maxRegisters": 60,
         "points": [{"name": "x", "address": "0x0000", "type": "int16", "unit": "V"}]}
        """;
    assertTrue(text.contains(good));
    byte[] broken = text.replace(good, bad).getBytes(StandardCharsets.UTF_8);
    RefusedException refusal =
        assertThrows(RefusedException.class, () -> RegisterLibrary.parse(broken));
    assertTrue(String.valueOf(refusal.getMessage()).contains(problem), refusal.getMessage());
  }
}
