package io.busbar.drivers.dash7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.layout.Field;
import io.busbar.drivers.dash7.layout.LayoutLibrary;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileImagesTest {
  private static final String V1 = "5D 02 00 00 00 00 00 00 0F 00 00 00 00 00 00 00 01";

  private final FileImages images =
      new FileImages(LayoutLibrary.shipped().find("camexia-energy").orElseThrow());

  @Test
  void putsThePartsOfOneMessageTogetherInAnyOrder() {
    Action.ReturnFile head = part(0, V1.substring(0, 15));
    Action.ReturnFile tail = part(5, V1.substring(15));
    for (List<Action.ReturnFile> parts : List.of(List.of(head, tail), List.of(tail, head))) {
      assertEquals(
          List.of("605", "15", "true"),
          values(Objects.requireNonNull(images.take(52, parts).update())));
    }
  }

  @Test
  void changesAFileThatWasSeenWholeByAPartOfWholeFields() {
    assertEquals(3, values(take(0, V1)).size());
    assertEquals(List.of("16", "false"), values(take(8, "10 00 00 00 00 00 00 00 00")));
    assertEquals(List.of("606"), values(take(0, "5E 02 00 00 00 00 00 00")));
  }

  @ParameterizedTest
  @CsvSource({
    "false, 8, 10 00 00 00 00 00 00 00 01, 'file 52: got bytes {8, 9, 10, 11, 12, 13, 14, 15, 16}'",
    "true, 7, 10 00, they cut activeEnergyImportTotal",
    "true, 16, 01 02, 'want [17, 67] bytes from 0'",
    "true, 5000000, 01, got bytes up to 5000001",
    "true, 0, '', want"
  })
  void refusesAPartThatCannotBePlaced(boolean known, int offset, String hex, String why) {
    if (known) {
      take(0, V1);
    }
    FileImages.Outcome outcome = images.take(52, List.of(part(offset, hex)));
    assertTrue(outcome.refusal().contains(why), outcome.refusal());
    assertEquals(null, outcome.update());
  }

  @Test
  void refusesAFileThatTheLayoutDoesNotHave() {
    assertEquals(
        "file 99: the layout camexia-energy has no such file",
        images.take(99, List.of(part(0, "01"))).refusal());
  }

  private FileImages.Update take(int offset, String hex) {
    return Objects.requireNonNull(images.take(52, List.of(part(offset, hex))).update());
  }

  private static Action.ReturnFile part(int offset, String hex) {
    return new Action.ReturnFile(new Action.Place(52, offset), Bytes.hex(hex), Action.Flags.NONE);
  }

  private static List<String> values(FileImages.Update update) {
    return update.form().fields().stream()
        .filter(update::has)
        .map((Field field) -> String.valueOf(field.read(update.bytes())))
        .toList();
  }
}
