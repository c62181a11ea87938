package io.busbar.appliance.tixml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.tixml.codec.Tixml.Form;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadLogTest {
  @TempDir private Path folder = Path.of("");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2014-07-21T09:55:00Z"));
  private Interpreter interpreter = new Interpreter(List.of());

  @BeforeEach
  void writeThreeRecords() {
    Logbook logbook = new Logbook(folder, now::get, () -> true, () -> 0, new ProcessTree(() -> 0));
    for (String value : List.of("29.68", "29.70", "29.71")) {
      logbook.append("Event", Map.of("Temperatur_S1", value));
      now.updateAndGet(time -> time.plusMillis(60_500));
    }
    interpreter = new Interpreter(List.of(new ReadLogCommand(logbook)));
  }

  @Test
  void aRecordIsWrittenAsTixiGatewaysDo() {
    assertEquals(
        "[<ReadLog><ID_3 _=\"2014/07/21,09:57:01\"><Temperatur_S1 _=\"29.71\"/></ID_3></ReadLog>]",
        answer("[<ReadLog _=\"Event\" range=\"last 1\"/>]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "last 2|2,3",
        "ID_1-ID_2|1,2",
        "ID_2-ID_900|2,3",
        "ID_9-ID_10|",
        "2014/07/21,09:55:00-2014/07/21,09:56:00|1,2",
        "2014/07/21,09:56:01-2014/07/21,09:59:59|3"
      })
  void aRangeIsNumbersOrTimesOrTheLastOnes(String range, String ids) {
    assertEquals(ids == null ? "" : ids, ids(" range=\"" + range + "\""));
  }

  @Test
  void withoutARangeEveryRecordIsRead() {
    assertEquals("1,2,3", ids(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "last 0|want 1 to 10000",
        "last 10001|want 1 to 10000",
        "first 3|want last 10",
        "2014/02/30,00:00:00-2014/07/21,09:56:00|2014/02/30",
        "ID_1|want last 10"
      })
  void aRangeThatIsNoneIsRefused(String range, String said) {
    String answer = answer("<ReadLog _=\"Event\" range=\"" + range + "\"/>");
    assertTrue(answer.contains("-10022") && answer.contains(said), answer);
  }

  @Test
  void aLogThatIsNotThereIsNamedWithThoseThatAre() {
    String answer = answer("<ReadLog _=\"../config.json\"/>");
    assertTrue(
        answer.contains("-10030") && answer.contains("SupportLog, Event, Login, JobReport, Audit"),
        answer);
  }

  private String ids(String range) {
    return String.join(
        ",",
        TixmlRig.parse(Form.TEXT, answer("<ReadLog _=\"Event\"" + range + "/>"))
            .getFirst()
            .children()
            .stream()
            .map(row -> row.name().substring(3))
            .toList());
  }

  private String answer(String text) {
    return interpreter.answer(Form.TEXT, text).text();
  }
}
