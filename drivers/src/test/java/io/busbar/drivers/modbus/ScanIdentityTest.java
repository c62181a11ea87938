package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanIdentityTest {
  private static final RegisterLibrary LIBRARY = new RegisterLibrary();
  private static final List<RegisterMap> MAPS =
      LIBRARY.ids().stream().map(id -> LIBRARY.find(id).orElseThrow()).toList();
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  /** What a device answers, by {@code function:address}; {@code 43:object} for its texts. */
  private final Map<String, String> device = new HashMap<>();

  private final List<String> asked = new ArrayList<>();

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "SIEMENS, SENTRON PAC3200 | siemens-pac3200",
        "Siemens AG, 7KM PAC4200 | siemens-pac4200",
        "Janitza electronics GmbH, UMG 96RM-E | janitza-umg96rm",
        "Schneider Electric, iEM3155 | schneider-iem3155",
        "SOCOMEC, COUNTIS E24 | socomec-countis-e24",
        "ORNO, OR-WE-516 | orno-or-we-516",
        "Carlo Gavazzi, EM24-DIN AV9 | carlo-gavazzi-em24-din",
        "Siemens, LOGO! 8 | -",
        "ACME, PAC3200 | -",
      })
  void proposesTheMapWhoseMakerAndModelItSays(String texts, String meter) {
    String[] parts = texts.split(", ", -1);
    device.put("43:0", identity(1, 0, parts[0], parts[1]));
    ScanIdentity identity = identified();
    String found = identity.proposals().isEmpty() ? "-" : identity.proposals().getFirst().meter();
    assertEquals(meter, found);
    assertEquals(parts[0] + " " + parts[1], identity.says());
    if (!identity.proposals().isEmpty()) {
      assertEquals(
          "43/14 says " + parts[0] + " " + parts[1], identity.proposals().getFirst().reason());
    }
  }

  @Test
  void readsAllPagesOfTheTextsAndTheRegularOnesToo() {
    device.put("43:0", "2B 0E 01 02 FF 01 01 00 01 41");
    device.put("43:1", "2B 0E 01 02 00 00 01 01 01 42");
    device.put("43:0:2", "2B 0E 02 02 00 00 01 03 01 44");
    assertEquals("A B D", identified().says());
  }

  @Test
  void aDeviceThatAlwaysSaysMoreFollowsIsNotAskedForEver() {
    for (int object = 0; object < 255; object++) {
      device.put("43:" + object, "2B 0E 01 01 FF %02x 01 %02x 01 41".formatted(object + 1, object));
    }
    identified();
    assertEquals(16, asked.stream().filter(one -> one.startsWith("43")).count());
  }

  @Test
  void walksTheSunSpecChainAndReadsMakerAndModel() {
    device.put("3:50000", words("5375 6E53"));
    device.put("3:50002", words("0001 0042"));
    device.put("3:50004", words(text("Fronius", 16) + " " + text("Smart Meter 63A", 16)));
    device.put("3:50070", words("00CB 0069"));
    device.put("3:50177", words("FFFF 0000"));
    ScanIdentity identity = identified();
    assertEquals(List.of(1, 203), identity.models());
    assertEquals("Fronius Smart Meter 63A", identity.sunspecName());
    assertEquals(
        List.of(new ScanProposal("sunspec-203", "SunSpec has model 203")), identity.proposals());
  }

  @Test
  void aChainWithoutEndEnds() {
    device.put("3:40000", words("5375 6E53"));
    for (int address = 40_002; address < 0x1_0000; address += 2) {
      device.put("3:" + address, words("0009 0000"));
    }
    assertEquals(64, identified().models().size());
  }

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "3:11 | 0671 | carlo-gavazzi-em24-e1 | holding register 0x000B says 1649",
        "3:35168 | 4232 3320 | abb-b23 | holding register 0x8960 says B23",
        "3:35168 | 4232 3420 | abb-b24 | holding register 0x8960 says B24",
        "3:4165 | 00CB 0069 | accuenergy-acurev1312 | holding register 0x1045 says 13303913",
        "3:11 | 0001 | - | -",
      })
  void proposesTheMapWhoseIdentificationFits(
      String place, String words, String meter, String reason) {
    device.put(place, words(words));
    List<ScanProposal> proposals = identified().proposals();
    assertEquals(
        meter.equals("-") ? List.of() : List.of(new ScanProposal(meter, reason)), proposals);
  }

  @Test
  void asksForEachPlaceOnceAndOnlyReads() {
    identified();
    assertEquals(asked.stream().distinct().toList(), asked);
    assertTrue(asked.stream().allMatch(one -> one.matches("(43|3|4):.*")), asked.toString());
    assertEquals(List.of("43:0", "3:40000", "3:50000", "3:0"), asked.subList(0, 4));
  }

  private ScanIdentity identified() {
    ScanIdentity identity = new ScanIdentity(MAPS);
    for (ScanQuestion next = identity.next(); next != null; next = identity.next()) {
      String key =
          switch (next) {
            case ScanQuestion.Read(int function, int address, int _) -> function + ":" + address;
            case ScanQuestion.Identify(int code, int object) ->
                "43:" + object + (code == 1 ? "" : ":" + code);
          };
      asked.add(key);
      String answer = device.get(key);
      identity.answered(
          answer == null ? new ScanAnswer.Refused(2) : ScanAnswer.of(next, HEX.parseHex(answer)));
    }
    return identity;
  }

  private static String words(String words) {
    String bytes = words.replace(" ", "");
    return HEX.formatHex(HexFormat.of().parseHex("03%02x".formatted(bytes.length() / 2) + bytes));
  }

  private static String text(String text, int words) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < 2 * words; i++) {
      hex.append("%02x".formatted(i < text.length() ? (int) text.charAt(i) : 0));
    }
    return hex.toString();
  }

  private static String identity(int conformity, int next, String... texts) {
    StringBuilder answer =
        new StringBuilder("2b0e01%02x00%02x%02x".formatted(conformity, next, texts.length));
    for (int i = 0; i < texts.length; i++) {
      answer.append("%02x%02x".formatted(i, texts[i].length()));
      texts[i].chars().forEach(one -> answer.append("%02x".formatted(one)));
    }
    return HEX.formatHex(HexFormat.of().parseHex(answer));
  }
}
