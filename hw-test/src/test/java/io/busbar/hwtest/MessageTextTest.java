package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTextTest {
  @Test
  void showsATimeSeriesAsOneLineForEachTimestamp() {
    String payload =
        """
        {"timeseries":[{"timestamp":"2026-11-21T10:00:00Z","values":[
          {"dataPointId":"voltageL1","value":"230.2","qualityCode":"0"},
          {"dataPointId":"frequency","value":"50.0","qualityCode":"-1"}]}]}
        """;
    List<String> lines =
        MessageText.lines(new Received(Instant.EPOCH, "tc/demo/x/o/mc_v3/ts", payload))
            .lines()
            .toList();
    assertTrue(lines.getFirst().endsWith("  tc/demo/x/o/mc_v3/ts"));
    assertEquals(
        "    2026-11-21T10:00:00Z  voltageL1=230.2  frequency=50.0 (quality -1)", lines.getLast());
  }

  @Test
  void showsEverythingElseAsItCame() {
    assertTrue(MessageText.lines(new Received(Instant.EPOCH, "a", "hello")).endsWith("    hello"));
  }
}
