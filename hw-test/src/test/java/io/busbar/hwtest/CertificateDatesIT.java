package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.Certificates.Identity;
import io.busbar.hwtest.fault.FaultProxy;
import io.busbar.hwtest.peer.FakeTime;
import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.MosquittoSub;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Certificates and time (R-22 of docs/fault-programme.md): our own ends while it is connected, or
 * the clock stands in 1970. Real mosquitto wants client certificates; nothing goes out in plain,
 * everything waits, and everything arrives.
 */
@NeedsPeer({Peer.MOSQUITTO, Peer.MOSQUITTO_SUB})
class CertificateDatesIT {
  private static final Duration LIFE = Duration.ofSeconds(45);

  /** Not the first hours: there libfaketime lets every wait for a socket run out. */
  private static final Instant YEAR_1970 = Instant.parse("1970-01-02T00:00:00Z");

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  private Certificates ours;
  private Ledger ledger;
  private MosquittoSub cloud;
  private FaultProxy line;

  @BeforeEach
  void build() throws Exception {
    ours = new Certificates(cabinet.folder(), "ours");
    ledger = new Ledger(cabinet);
    Identity server = ours.signed("server", "dns:localhost");
    int port = Ports.free(0);
    Mosquitto broker =
        cabinet.add(
            Mosquitto.withTls(
                cabinet.folder(), port, ours.authorityFile(), server.certificate(), server.key()));
    cloud = cabinet.add(new MosquittoSub(cabinet.folder(), broker));
    line = cabinet.add(FaultProxy.to(port));
  }

  private CabinetConfig config(Identity client) {
    return CabinetConfig.empty()
        .tcp("Lan", ledger.port())
        .pollInterval(Duration.ofMillis(200))
        .cloud("Cloud", "ssl://localhost:" + line.port())
        .files(ours.authorityFile(), client.certificate(), client.key())
        .everyCount("Lan");
  }

  @Test
  void ourCertificateEndsInTheMiddleAndAllWaitsForTheNext() throws Exception {
    final Instant made = InstantSource.system().instant();
    Identity brief = ours.signedFor("brief", "dns:plant", LIFE);
    ApplianceProcess appliance = cabinet.appliance(config(brief));
    arrives(ledger.last() + 5L);
    await()
        .atMost(LIFE.plusSeconds(30))
        .until(() -> InstantSource.system().instant().isAfter(made.plus(LIFE).plusSeconds(2)));
    arrives(ledger.last() + 1L); // TLS looks at dates in the handshake alone.

    line.down();
    line.up();
    String reason = reason(appliance);
    assertTrue(reason.contains("the broker refused our client certificate"), reason);
    assertTrue(reason.contains("expired"), reason);
    long whileRefused = ledger.last() + 10L;
    await().atMost(Cabinet.SOON).until(() -> ledger.last() > whileRefused);

    Identity next = ours.signed("next", "dns:plant");
    replace(next.key(), brief.key());
    replace(next.certificate(), brief.certificate());
    arrives(whileRefused);
    assertEquals(List.of(), Oracle.faults(accepted(), ledger.last(), counts(), 20));
  }

  @Test
  @NeedsPeer(Peer.FAKETIME)
  void inTheYear1970NoCertificateIsValidAndAllWaitsForTheTime() throws Exception {
    FakeTime clock = new FakeTime(cabinet.folder());
    SandboxMachine machine = new SandboxMachine(cabinet.folder().resolve("machine"));
    clock.ahead(Duration.between(InstantSource.system().instant(), YEAR_1970));
    cabinet.prepare(config(ours.signed("client", "dns:plant")));
    ApplianceProcess appliance =
        cabinet.start(machine.options(), clock.environment()).ready(Duration.ofMinutes(2));
    String reason = reason(appliance);
    assertTrue(reason.contains("CN=server is not valid yet"), reason);
    assertTrue(reason.contains("this device's clock says"), reason);
    long before = ledger.last() + 10L;
    await().atMost(Cabinet.SOON).until(() -> ledger.last() > before);

    clock.ahead(Duration.ZERO);
    TimeUnit.MILLISECONDS.sleep(FakeTime.SEEN_WITHIN.toMillis());
    machine.synchronise();
    arrives(before);
    assertEquals(List.of(), Oracle.faults(accepted(), ledger.last(), counts(), 20));
  }

  private void arrives(long count) {
    await("count " + count).atMost(Duration.ofMinutes(2)).until(() -> counts().contains(count));
  }

  private List<Long> counts() throws IOException {
    return TimeSeries.counts(cloud.received(), CabinetConfig.topic("Cloud"));
  }

  /** All that the meter gave out before what arrived last. */
  private Collection<Long> accepted() throws IOException {
    long last = counts().stream().mapToLong(Long::longValue).max().orElseThrow();
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  /** As an installer's upload does it: whole or not at all. */
  private static void replace(Path next, Path old) throws IOException {
    Path copy = Files.copy(next, old.resolveSibling(old.getFileName() + ".next"));
    Files.move(copy, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String reason(ApplianceProcess appliance) {
    String reason =
        await()
            .atMost(Cabinet.SOON)
            .until(
                () -> Cabinet.connector(appliance, "Cloud").path("reason").asText(),
                text -> text.contains("certificate"));
    System.out.println("  " + reason);
    return reason;
  }
}
