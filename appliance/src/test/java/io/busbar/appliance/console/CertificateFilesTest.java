package io.busbar.appliance.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.busbar.web.Reports.CertificateReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
  @TempDir private Path keys = Path.of("");

  @Test
  void eachConnectionsCertificatesAreTold() throws IOException, InterruptedException {
    Path store = keys.resolve("s.p12");
    run(
        "-genkeypair",
        "-keystore",
        store.toString(),
        "-alias",
        "a",
        "-keyalg",
        "EC",
        "-dname",
        "CN=cabinet-7");
    run(
        "-exportcert",
        "-rfc",
        "-keystore",
        store.toString(),
        "-alias",
        "a",
        "-file",
        keys.resolve("client.pem").toString());
    Files.writeString(keys.resolve("bad.pem"), "nothing of the kind");
    String config =
        """
        {"connectors": [{"name": "C", "broker": {
          "certFile": "client.pem", "caFile": "bad.pem", "keyFile": "client.key",
          "fingerprint": "%s"}}]}
        """
            .formatted("ab".repeat(32));
    List<CertificateReport> found =
        new CertificateFiles(keys).of(new ObjectMapper().readTree(config));
    assertEquals(3, found.size(), "private keys are not read");
    CertificateReport authority = found.get(0);
    assertTrue(
        Objects.requireNonNull(authority.fault()).startsWith("cannot be read"),
        authority.toString());
    CertificateReport client = found.get(1);
    assertEquals("CN=cabinet-7", client.subject());
    assertTrue(Objects.requireNonNull(client.sha256()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"));
    assertNull(client.fault());
    assertEquals(
        "AB:AB", Objects.requireNonNull(found.get(2).sha256()).substring(0, 5), "the pinned one");
  }

  private static void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", "changeit"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }
}
