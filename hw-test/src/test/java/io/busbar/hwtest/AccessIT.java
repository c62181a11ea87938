package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.ReadCounter;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may come, at the packaged appliance. */
class AccessIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing else that is written down holds this. */
  private static final String PASSWORD = "sentinel-p4ssw0rd-\u00e4";

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void anApplianceThatNobodyHasReadsItsBusesAndSendsNothingUntilOneOfFiftyClaimsIt()
      throws Exception {
    ReadCounter reads =
        new ReadCounter(
            MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)), 0, System::nanoTime);
    TcpFront meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, reads)));
    DemoBroker broker = cabinet.add(new DemoBroker(0, InstantSource.system(), _ -> {}));
    ApplianceProcess appliance = unclaimed(meter.port(), broker.url());
    await().atMost(Cabinet.SOON).until(() -> reads.log().size() > 20);
    assertEquals(0, broker.connections());
    assertTrue(status(appliance).contains("\"claimed\":false"), status(appliance));
    assertEquals(303, appliance.api().ask("/").statusCode());
    assertEquals(401, appliance.api().ask("/api/v1/values").statusCode());

    assertEquals(1, winners(appliance));

    await().atMost(Cabinet.SOON).until(() -> broker.connections() > 0);
    assertTrue(status(appliance).contains("\"claimed\":true"), status(appliance));
    assertEquals(200, login(appliance, PASSWORD));
    appliance.stop();
    assertEquals(List.of(), filesWith(PASSWORD));
  }

  @Test
  void aTokenThatIsMadeBesideTheRunningApplianceIsGoodAtOnce() throws Exception {
    TcpFront meter =
        cabinet.add(
            new TcpFront(
                0,
                new ModbusSlave(1, MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)))));
    ApplianceProcess appliance = unclaimed(meter.port(), "tcp://127.0.0.1:1");
    String token = AdminToken.make(Cabinet.DISTRIBUTION, cabinet.data(), "beside");
    try (Api api = new Api(appliance.address(), token)) {
      assertEquals(200, api.ask("/api/v1/values").statusCode());
      assertEquals("beside", api.get("/api/v1/session").path("user").asText());
      assertTrue(
          api.get("/api/v1/tokens").path(0).path("sha256").isMissingNode(), "the digest is told");
    }
    assertEquals(List.of(), filesWith(token));
  }

  @Test
  void whoFailsTooOftenWaitsAlsoAfterARestart() throws Exception {
    ApplianceProcess first = unclaimed(1, "tcp://127.0.0.1:1");
    assertEquals(201, claim(first).statusCode());
    int attempts = 0;
    while (login(first, "wrong password") == 401) {
      attempts++;
      assertTrue(attempts < 20, "nobody has to wait");
    }
    assertTrue(attempts >= 5, "has to wait after " + attempts); // A slow machine waits unnoticed.
    first.stop();
    ApplianceProcess second = unclaimed(1, "tcp://127.0.0.1:1");
    int status = login(second, PASSWORD);
    await().atMost(Duration.ofSeconds(20)).until(() -> login(second, PASSWORD) == 200);
    assertTrue(status == 429 || status == 200, "got " + status);
  }

  private static int winners(ApplianceProcess appliance) throws Exception {
    List<Future<Integer>> claims = new ArrayList<>();
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        claims.add(all.submit(() -> claim(appliance).statusCode()));
      }
    }
    int created = 0;
    for (Future<Integer> claim : claims) {
      assertTrue(claim.get() == 201 || claim.get() == 409, "got " + claim.get());
      created += claim.get() == 201 ? 1 : 0;
    }
    return created;
  }

  private static HttpResponse<String> claim(ApplianceProcess appliance) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("password", PASSWORD).put("language", "de");
    return appliance.api().post("/api/v1/claim", body);
  }

  private static int login(ApplianceProcess appliance, String password) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("user", "admin").put("password", password);
    return appliance.api().post("/api/v1/session", body).statusCode();
  }

  private static String status(ApplianceProcess appliance) throws Exception {
    return appliance.api().ask("/api/v1/status").body();
  }

  private ApplianceProcess unclaimed(int meterPort, String broker) throws Exception {
    CabinetConfig config =
        CabinetConfig.empty()
            .tcp("Lan", meterPort)
            .cloud("Cloud", broker)
            .section("Realtime1", "1s", "Lan", List.of("voltageL1"));
    Path first = cabinet.folder().resolve("first.json");
    Files.writeString(first, config.json().toPrettyString());
    Files.createDirectories(cabinet.data());
    ApplianceProcess appliance =
        cabinet.add(
            ApplianceProcess.start(
                Cabinet.DISTRIBUTION,
                cabinet.data(),
                first,
                cabinet.httpPort(),
                cabinet.folder().resolve("appliance.log")));
    return appliance.ready(Cabinet.SOON);
  }

  /** Every file of the appliance, its log too, that holds a text. */
  private List<Path> filesWith(String secret) throws Exception {
    byte[] wanted = secret.getBytes(StandardCharsets.UTF_8);
    String latin = new String(wanted, StandardCharsets.ISO_8859_1);
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(cabinet.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(latin)) {
          found.add(file);
        }
      }
    }
    assertFalse(latin.isEmpty());
    return found;
  }
}
