package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.hwtest.Certificates.Identity;
import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.MosquittoSub;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Brokers that say no, each with its message; one good broker goes on beside them. */
class BrokerFaultsIT {
  /** What the message of each CONNACK code must tell, and what to do. */
  private static final Map<Integer, String> CODES =
      Map.of(
          1, "does not speak MQTT 3\\.1\\.1 \\(CONNACK 1\\); use a broker or port that does",
          2, "refuses this client id \\(CONNACK 2\\); check its spelling",
          3, "out of service \\(CONNACK 3\\); it is tried again by itself",
          4, "user name or password is wrong \\(CONNACK 4\\); set both",
          5, "may not connect \\(CONNACK 5\\); check the user, the certificate");

  private final List<Received> atCloud = new CopyOnWriteArrayList<>();

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void everyRefusalHasItsMessageAndTheRestGoesOn() throws Exception {
    CabinetConfig config = CabinetConfig.empty();
    Map<String, String> wanted = new HashMap<>();
    for (Map.Entry<Integer, String> code : CODES.entrySet()) {
      StubbornBroker broker = cabinet.add(StubbornBroker.plain(code.getKey()));
      String name = "Code" + code.getKey();
      config.cloud(name, "tcp://127.0.0.1:" + broker.port());
      config.section("Realtime1", "1s", "Lan", List.of("voltageL1"));
      wanted.put(
          name,
          "^tcp://127\\.0\\.0\\.1:"
              + broker.port()
              + " as plant_"
              + name
              + ": .*"
              + code.getValue());
    }
    sayAll(config, wanted);
  }

  @Test
  void everyUnreachableBrokerIsNamed() throws Exception {
    CabinetConfig config =
        CabinetConfig.empty()
            .cloud("NoHost", "tcp://broker.invalid:1883")
            .section("Realtime1", "1s", "Lan", List.of("voltageL1"))
            .cloud("NoService", "tcp://127.0.0.1:1")
            .section("Realtime1", "1s", "Lan", List.of("voltageL1"));
    sayAll(
        config,
        Map.of(
            "NoHost",
            "^tcp://broker\\.invalid:1883 .*name broker\\.invalid is not known; check its spelling",
            "NoService",
            "^tcp://127\\.0\\.0\\.1:1 .*connection refused; nothing listens on port 1: check the port"));
  }

  @Test
  void everyBadCertificateHasItsMessageAndTheRestGoesOn() throws Exception {
    Certificates ours = new Certificates(cabinet.folder(), "ours");
    Certificates others = new Certificates(cabinet.folder(), "others");
    Map<String, Identity> identities =
        Map.of(
            "WrongCa", others.signed("stranger", "dns:localhost"),
            "WrongName", ours.signed("elsewhere", "dns:broker.example"),
            "Expired", ours.expired("old", "dns:localhost"));
    CabinetConfig config = CabinetConfig.empty();
    for (Map.Entry<String, Identity> identity : identities.entrySet()) {
      StubbornBroker broker = cabinet.add(StubbornBroker.tls(identity.getValue().keyStore()));
      config.cloud(identity.getKey(), "ssl://localhost:" + broker.port());
      config.authority(ours.authorityFile());
      config.section("Realtime1", "1s", "Lan", List.of("voltageL1"));
    }
    sayAll(
        config,
        Map.of(
            "WrongCa", "signed by `CN=others`, which is not in caFile .*ours\\.pem; put that",
            "WrongName", "is for broker\\.example, not for localhost; use one of these names",
            "Expired",
                "CN=old has expired: valid from .*; set the clock if it is wrong, else renew"));
  }

  @Test
  @NeedsPeer({Peer.MOSQUITTO, Peer.MOSQUITTO_SUB})
  void aClientCertificateOpensMosquitto() throws Exception {
    Certificates ours = new Certificates(cabinet.folder(), "ours");
    Identity server = ours.signed("server", "dns:localhost");
    Identity client = ours.signed("plant_Cloud", "dns:plant");
    int tlsPort = Ports.free(0);
    Mosquitto broker =
        cabinet.add(
            Mosquitto.withTls(
                cabinet.folder(),
                tlsPort,
                ours.authorityFile(),
                server.certificate(),
                server.key()));
    MosquittoSub cloud = cabinet.add(new MosquittoSub(cabinet.folder(), broker));
    TcpFront meter = cabinet.add(meter());
    cabinet.appliance(
        CabinetConfig.empty()
            .tcp("Lan", meter.port())
            .cloud("Cloud", "ssl://localhost:" + tlsPort)
            .files(ours.authorityFile(), client.certificate(), client.key())
            .section("Realtime1", "1s", "Lan", List.of("voltageL1")));

    String topic = CabinetConfig.topic("Cloud");
    await().atMost(Cabinet.SOON).until(() -> TimeSeries.of(cloud.received(), topic).size() >= 3);
  }

  /** Every named connector says its own, while a good one beside them gets its data. */
  private void sayAll(CabinetConfig config, Map<String, String> wanted) throws Exception {
    TcpFront meter = cabinet.add(meter());
    DemoBroker good = cabinet.add(new DemoBroker(0, InstantSource.system(), atCloud::add));
    config.tcp("Lan", meter.port());
    config.cloud("Good", good.url());
    config.section("Realtime1", "1s", "Lan", List.of("voltageL1"));
    ApplianceProcess appliance = cabinet.appliance(config);

    Map<String, String> reasons = new HashMap<>();
    for (Map.Entry<String, String> connector : wanted.entrySet()) {
      String name = connector.getKey();
      await(name).atMost(Cabinet.SOON).until(() -> !reason(appliance, name).isEmpty());
      String reason = reason(appliance, name);
      System.out.println("  " + name + ": " + reason);
      assertTrue(
          Pattern.compile(connector.getValue()).matcher(reason).find(),
          () -> name + ": got `" + reason + "`, want " + connector.getValue());
      reasons.put(name, reason);
    }
    assertEquals(reasons.size(), new HashSet<>(reasons.values()).size(), reasons::toString);
    await().atMost(Cabinet.SOON).until(() -> atCloud.size() >= 3);
    assertEquals("connected", Cabinet.connector(appliance, "Good").path("state").asText());
  }

  private static String reason(ApplianceProcess appliance, String connector)
      throws IOException, InterruptedException {
    JsonNode shown = Cabinet.connector(appliance, connector);
    return shown.path("reason").isTextual() ? shown.path("reason").asText() : "";
  }

  private static TcpFront meter() throws IOException {
    return new TcpFront(
        0, new ModbusSlave(1, MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime))));
  }
}
