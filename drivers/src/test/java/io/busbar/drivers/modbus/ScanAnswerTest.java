package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanAnswerTest {
  private static final ScanQuestion READ = new ScanQuestion.Read(3, 0, 2);
  private static final ScanQuestion IDENTIFY = new ScanQuestion.Identify(1, 0);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "03 04 43 66 33 34 | Registers[words=[17254, 13108]]",
        "83 02 | Refused[code=2]",
        "03 02 43 66 | Noise[]",
        "03 04 43 66 33 | Noise[]",
        "04 04 43 66 33 34 | Noise[]",
        "83 | Noise[]",
        "'' | Noise[]",
      })
  void readsRegisters(String bytes, String meaning) {
    assertEquals(meaning, ScanAnswer.of(READ, hex(bytes)).toString());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "2B 0E 01 01 00 00 01 00 03 41 42 43"
            + " | Identity[conformity=1, next=-1, objects=[Text[id=0, text=ABC]]]",
        "2B 0E 01 83 FF 02 00 | Identity[conformity=131, next=2, objects=[]]",
        "2B 0E 01 01 00 00 01 00 04 41 42 0A 43"
            + " | Identity[conformity=1, next=-1, objects=[Text[id=0, text=AB C]]]",
        "2B 0E 01 01 00 00 01 00 05 41 42 43 | Noise[]",
        "2B 0E 01 01 00 00 02 00 01 41 | Noise[]",
        "2B 0D 01 01 00 00 00 | Noise[]",
        "AB 01 | Refused[code=1]",
      })
  void readsWhatADeviceSaysOfItself(String bytes, String meaning) {
    assertEquals(meaning, ScanAnswer.of(IDENTIFY, hex(bytes)).toString());
  }

  @Test
  void takesAnyBytesWithoutFailing() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      if (bytes.length > 2) {
        bytes[0] = 0x2B;
        bytes[1] = 0x0E;
      }
      ScanAnswer.of(IDENTIFY, bytes);
      ScanAnswer.of(READ, bytes);
    }
  }

  private static byte[] hex(String text) {
    return text.isEmpty() ? new byte[0] : HexFormat.ofDelimiter(" ").parseHex(text);
  }
}
