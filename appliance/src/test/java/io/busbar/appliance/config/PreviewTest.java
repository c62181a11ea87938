package io.busbar.appliance.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.Kinds;
import io.busbar.appliance.cloud.Preview;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import io.busbar.drivers.schema.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every platform shows what it would send, again and again the same, and sends nothing. */
class PreviewTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String CONFIG =
      """
      { "gateway": {"name": "a", "serialNumber": "01234567"},
        "buses": [],
        "variables": [{"name": "Test", "type": "real"}],
        "connectors": [
          {"name": "CloudConn", "type": "%s",
           "broker": {"url": "tcp://localhost:1883", "clientId": "acme_7"},
           "sections": [{"name": "Realtime1", "points": [
               {"name": "Test", "path": "/Process/PV/Test", "meta": {"type": "text"}}]}],
           "settings": %s}]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mindsphere | {} | true",
        "scorp-io | {\"project\": \"p\"} | true",
        "juconn | {} | true",
        "juconn | {\"customerId\": \"c\", \"gatewayId\": \"g\"} | true",
        "fiware | {\"apiKey\": \"k\", \"deviceId\": \"d\", \"device\": false} | false",
        "smartgear | {\"deviceType\": 5, \"points\": {\"48/31\": \"/Process/PV/Test\"}} | false"
      })
  void showsTheValueInItsOwnForm(String type, String settings, boolean announces)
      throws RefusedException {
    ConfigReader reader =
        new ConfigReader(Kinds.busTypes(InstantSource.system()), Kinds.connectorTypes());
    String json = CONFIG.formatted(type, settings);
    Config.Cloud<?> cloud =
        reader.read(json.getBytes(StandardCharsets.UTF_8)).connectors().getFirst();
    Send send =
        new Send(
            "CloudConn",
            "Realtime1",
            NOW,
            List.of(new Send.Reading("Test", new Value.Real(21.75), Quality.GOOD, NOW)));
    List<Outbox.Entry> entries = List.of(new Outbox.Entry(0, send));
    Preview preview = cloud.preview(entries, NOW);
    if (announces) {
      assertFalse(preview.first().isEmpty(), "it tells of its data first");
    }
    assertTrue(
        preview.data().stream().anyMatch(message -> message.payload().contains("21.75")),
        preview::toString);
    assertEquals(preview.data(), cloud.preview(entries, NOW).data());
  }
}
