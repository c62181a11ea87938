package io.busbar.appliance.cloud.juconn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.Kinds;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.juconn.Ids.DataBroker;
import io.busbar.appliance.cloud.juconn.JuconnSettings.Permission;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.schema.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 7 as our configuration has it, and what is kept of a rollout. */
final class JuconnTypeTest {
  private static final String GOOD =
      """
      { "gateway": {"name": "cabinet-7", "serialNumber": "01234567"},
        "buses": [],
        "variables": [{"name": "Lat", "type": "real", "value": 0}, {"name": "Lng", "type": "real", "value": 0}],
        "connectors": [
          {"name": "CloudConn", "type": "juconn",
           "broker": {"url": "ssl://portal:8883", "clientId": "gateway-7", "username": "user", "password": "secret"},
           "sections": [{"name": "Realtime1", "send": "on-change", "update": "20s", "points": [
             {"name": "a", "path": "/Process/PV/Lat", "hysteresis": 0.5, "meta": {"type": "voltage", "unit": "V", "virtual_device": "Heating_1"}},
             {"name": "b", "path": "/Process/PV/Lng", "meta": {"virtual_device": "Heating_1"}}]}],
           "settings": {"virtualDevices": true}} ] }
      """;

  private final ConfigReader reader =
      new ConfigReader(Kinds.busTypes(InstantSource.system()), Kinds.connectorTypes());

  @Test
  void theDefaultsAreThoseOfTheManual() throws RefusedException {
    Config.Cloud<?> cloud = read(GOOD).connectors().getFirst();
    JuconnSettings settings = (JuconnSettings) cloud.settings();
    assertEquals("TiXML", settings.format());
    assertEquals(List.of(), settings.allow());
    assertTrue(settings.braces());
    assertEquals(Duration.ofSeconds(30), settings.answerWithin());
    assertEquals(Duration.ofSeconds(5), settings.repeatAfter());
    assertEquals(Duration.ofMinutes(5), cloud.line().session().keepAlive());
    assertEquals(1, cloud.common().broker().qos());
  }

  @Test
  void whatThePortalMayDoIsAList() throws RefusedException {
    Config config =
        read(
            GOOD.replace(
                "\"virtualDevices\"", "\"allow\": [\"read\", \"setConfig\"], \"virtualDevices\""));
    JuconnSettings settings = (JuconnSettings) config.connectors().getFirst().settings();
    assertEquals(List.of(Permission.READ, Permission.SET_CONFIG), settings.allow());
  }

  /** A change of the good configuration, and the problem it makes at the connector. */
  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"virtualDevices": true}  | {"customerId": "c1"}           | /settings/gatewayId: missing; customerId and gatewayId go together
          {"virtualDevices": true}  | {"clientAuth": "hsm"}          | /settings/clientAuth: got hsm, want file or none: this appliance has no hardware security module
          {"virtualDevices": true}  | {"serverAuth": "hsm"}          | /settings/serverAuth: got hsm, want file or cabundle
          {"virtualDevices": true}  | {"serverAuth": "none"}         | /settings/serverAuth: got none, want file or cabundle: everybody could pose as the portal
          {"virtualDevices": true}  | {"clientAuth": "file"}         | /broker/certFile: missing; clientAuth is file
          {"virtualDevices": true}  | {"serverAuth": "file"}         | /broker/caFile: missing, or fingerprint
          {"virtualDevices": true}  | {"format": "XML"}              | /settings/format: got "XML"
          {"virtualDevices": true}  | {"answerWithin": "999ms"}      | /settings/answerWithin: got 999ms, want 1s to 10m
          {"virtualDevices": true}  | {"answerWithin": "11m"}        | /settings/answerWithin: got 11m, want 1s to 10m
          {"virtualDevices": true}  | {"repeatAfter": "0s"}          | /settings/repeatAfter: got 0s, want 1s to 5m
          {"virtualDevices": true}  | {"repeatAfter": "301s"}        | /settings/repeatAfter: got 301s, want 1s to 5m
          {"virtualDevices": true}  | {"customerId": "a/b", "gatewayId": "g"} | /settings/customerId: got "a/b"
          "meta": {"virtual_device": "Heating_1"} | "meta": {}       | /sections/0/points/1/meta/virtual_device: got none, want a name of ASCII characters
          "meta": {"virtual_device": "Heating_1"} | "meta": {"virtual_device": "Heiz ung"} | /sections/0/points/1/meta/virtual_device: got `Heiz ung`
          "unit": "V"               | "unit": "kV"                   | /sections/0/points/0/meta/unit: got kV for a sensor of type voltage, want one of [V, mV], or the type custom
          "unit": "V"               | "signal_frequency": "often"    | /sections/0/points/0/meta/signal_frequency: got `often`
          "unit": "V"               | "virtual": "maybe"             | /sections/0/points/0/meta/virtual: got `maybe`
          "type": "voltage"         | "type": "gps", "lng": "/no"    | /sections/0/points/0/meta/lng: got /no, want the path of another point
          """)
  void saysWhereAndWhatIsWanted(String good, String bad, String problem) {
    RefusedException refused =
        assertThrows(RefusedException.class, () -> read(GOOD.replace(good, bad)));
    List<String> problems = refused.problems().stream().map(Problem::toString).toList();
    assertTrue(
        problems.stream().anyMatch(found -> found.startsWith("/connectors/0" + problem)),
        problems::toString);
  }

  @Test
  void idsAreKeptInAFileAndForgottenOnWishButTheNumbersGoOn(@TempDir Path folder) throws Exception {
    Ids ids = new Ids("c1", "g1", new DataBroker("ssl://data:8883", 0));
    FileKeepsake keepsake = new FileKeepsake(folder.resolve("juconn/CloudConn.json"));
    assertEquals(Identity.NONE, keepsake.read());
    keepsake.keep(new Identity(7, 8, ids));
    assertEquals(new Identity(7, 8, ids), read(folder));
    JuconnType type = new JuconnType(folder.resolve("juconn"), c -> Element.empty("a"), _ -> {});
    assertEquals(List.of("CloudConn"), type.forget());
    assertEquals(new Identity(7, 8, null), read(folder));
    assertEquals(List.of(), type.forget());
    keepsake.keep(new Identity(9, 9, new Ids("c2", "g2", null)));
    assertEquals(new Identity(9, 9, new Ids("c2", "g2", null)), read(folder));
  }

  @Test
  void idsThatCannotBeForgottenForGoodAreStillKnown(@TempDir Path folder) throws Exception {
    Ids ids = new Ids("c1", "g1", null);
    Path place = folder.resolve("juconn");
    FileKeepsake keepsake = new FileKeepsake(place.resolve("CloudConn.json"));
    keepsake.keep(new Identity(7, 8, ids));
    Files.delete(place.resolve("CloudConn.json"));
    Files.delete(place);
    Files.writeString(place, "a file where the folder should be");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThrows(IOException.class, keepsake::forget);
      assertEquals(ids, keepsake.read().ids());
    }
  }

  @Test
  void theTestOfAConnectionIsNoRollout(@TempDir Path folder) {
    JuconnType type = new JuconnType(folder, c -> Element.empty("a"), _ -> {});
    assertEquals(new Message("fp/gatewayRolloutResult/01234567", "", 1, false), probe(type, true));
    assertEquals("c1/fp/g1/data", probe(type, false).topic());
    assertEquals("0", Talk.field(probe(type, false), "message_id"));
  }

  private static Message probe(JuconnType type, boolean rollout) {
    return type.probe(
        Talk.context(List.of(), Talk.BROKER), Talk.settings("TiXML", rollout), Talk.NOW);
  }

  @Test
  void aDamagedFileIsARolloutMoreAndNoCrash(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("juconn"));
    Files.writeString(folder.resolve("juconn/CloudConn.json"), "{\"rollouts\": 7, \"ga");
    assertEquals(Identity.NONE, read(folder));
  }

  private static Identity read(Path folder) {
    return new FileKeepsake(folder.resolve("juconn/CloudConn.json")).read();
  }

  private Config read(String json) throws RefusedException {
    return reader.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
