package io.busbar.appliance.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.Kinds;
import io.busbar.appliance.cloud.Keys;
import io.busbar.appliance.config.ConfigFile;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.web.Certificates.CertificateView;
import io.busbar.web.Certificates.Kept;
import io.busbar.web.Certificates.Removed;
import io.busbar.web.Certificates.Upload;
import io.busbar.web.Console.ConfigDocument.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleCertificatesTest {
  private static final String CONFIG =
      """
      { "gateway": {"name": "a"}, "buses": [], "connectors": [
          {"name": "Plant", "type": "mindsphere",
           "broker": {"url": "ssl://localhost:8883", "clientId": "acme_7",
                      "caFile": "plant-ca.pem"}}]}
      """;

  @TempDir private static Path made = Path.of("");
  private static Keys keys;

  @TempDir private Path data = Path.of("");
  private Instant now = InstantSource.system().instant();

  @BeforeAll
  static void make() throws Exception {
    keys = new Keys(made).authority("ours").certificate("gateway", "ours", "EC");
    keys.certificate("other", "ours", "RSA");
  }

  @Test
  void whatIsKeptIsListedAndItsKeyIsForTheApplianceAlone() throws IOException {
    ConsoleCertificates certificates = certificates();
    assertEquals(
        new Kept.Done("plant-ca.pem", "plant-cert.pem", "plant-key.pem"),
        certificates.put("plant", new Upload(pem("ours"), pem("gateway"), key("gateway"))));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(data.resolve("keys/plant-key.pem"))));
    List<CertificateView> all = certificates.all();
    assertEquals(
        List.of("authority valid", "certificate valid", "key key"),
        all.stream().map(one -> one.kind() + " " + one.state()).toList());
    assertEquals("CN=gateway", all.get(1).subject());
    assertEquals("CN=ours", all.get(1).issuer());
    assertFalse(all.toString().contains("PRIVATE"), "a key never comes out");
  }

  @Test
  void aCertificateOutOfItsTimeIsKeptAndSaysSoByTheClockOfTheAppliance() {
    ConsoleCertificates certificates = certificates();
    certificates.put("plant", new Upload(pem("ours"), null, null));
    now = now.plus(Duration.ofDays(60));
    assertEquals("soon", certificates.all().getFirst().state());
    now = now.plus(Duration.ofDays(365));
    assertEquals("expired", certificates.all().getFirst().state());
    now = Instant.EPOCH;
    assertEquals("early", certificates.all().getFirst().state());
  }

  @Test
  void nothingIsKeptUnlessEverythingFits() {
    ConsoleCertificates certificates = certificates();
    refused(certificates, "/key", "plant", new Upload(pem("ours"), pem("gateway"), key("other")));
    refused(certificates, "/key", "plant", new Upload(null, pem("gateway"), null));
    refused(certificates, "/certificate", "plant", new Upload(null, null, key("gateway")));
    refused(certificates, "/authorities", "plant", new Upload("no PEM", null, null));
    refused(certificates, "/name", "../plant", new Upload(pem("ours"), null, null));
    refused(certificates, "", "plant", new Upload(null, null, null));
    assertEquals(List.of(), certificates.all());
  }

  @Test
  void aRenewalMayKeepItsKeyWhenItBelongs() {
    ConsoleCertificates certificates = certificates();
    certificates.put("plant", new Upload(null, pem("gateway"), key("gateway")));
    assertInstanceOf(
        Kept.Done.class, certificates.put("plant", new Upload(null, pem("gateway"), null)));
    refused(certificates, "/certificate", "plant", new Upload(null, pem("other"), null));
  }

  @Test
  void whatAConnectionNamesStays() {
    ConsoleCertificates certificates = certificates();
    certificates.put("plant", new Upload(pem("ours"), pem("gateway"), key("gateway")));
    assertEquals(List.of("Plant"), certificates.all().getFirst().usedBy());
    assertInstanceOf(Removed.Not.class, certificates.remove("plant-ca.pem"));
    assertInstanceOf(Removed.Done.class, certificates.remove("plant-key.pem"));
    assertInstanceOf(Removed.Unknown.class, certificates.remove("plant-key.pem"));
    assertInstanceOf(Removed.Unknown.class, certificates.remove("../config.json"));
    assertTrue(Files.exists(data.resolve("config.json")));
  }

  private static void refused(
      ConsoleCertificates certificates, String path, String name, Upload upload) {
    Kept.Refused refused =
        assertInstanceOf(Kept.Refused.class, certificates.put(name, upload), path);
    assertEquals(path, refused.problems().getFirst().path(), refused::toString);
  }

  private ConsoleCertificates certificates() {
    ConfigReader reader =
        new ConfigReader(Kinds.busTypes(InstantSource.system()), Kinds.connectorTypes());
    ConfigDoor door =
        new ConfigDoor(new ConfigFile(data, () -> now), reader, _ -> {}, (_, _) -> {});
    assertInstanceOf(
        Outcome.Applied.class, door.replace(CONFIG.getBytes(StandardCharsets.UTF_8), null));
    return new ConsoleCertificates(data, door, () -> now);
  }

  private static @Nullable String pem(String name) {
    return read(keys.pem(name));
  }

  private static @Nullable String key(String name) {
    return read(keys.key(name));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
