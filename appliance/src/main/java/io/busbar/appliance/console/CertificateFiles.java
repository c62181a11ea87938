package io.busbar.appliance.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Reports.CertificateReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The certificates that a configuration names, by their fingerprints. Private keys are not read.
 *
 * @param keys the folder of files that are named without one
 */
record CertificateFiles(Path keys) {
  /** Those of every connection, the broker's pinned one among them. */
  List<CertificateReport> of(JsonNode document) {
    List<CertificateReport> found = new ArrayList<>();
    for (JsonNode connector : document.path("connectors")) {
      String name = connector.path("name").asText();
      JsonNode broker = connector.path("broker");
      for (String use : List.of("caFile", "certFile")) {
        if (broker.path(use).isTextual()) {
          found.add(read(name, use, broker.path(use).asText()));
        }
      }
      if (broker.path("fingerprint").isTextual()) {
        found.add(pinned(name, broker.path("fingerprint").asText()));
      }
    }
    return found;
  }

  private static CertificateReport pinned(String connector, String fingerprint) {
    byte[] bytes = HexFormat.of().parseHex(fingerprint.replace(":", ""));
    return new CertificateReport(
        connector,
        "fingerprint",
        null,
        null,
        HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes),
        null,
        null);
  }

  private CertificateReport read(String connector, String use, String file) {
    Path there = keys.resolve(file);
    try (InputStream in = Files.newInputStream(Files.exists(there) ? there : Path.of(file))) {
      X509Certificate first =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .findFirst()
              .orElseThrow(() -> new CertificateException("it holds no certificate"));
      return new CertificateReport(
          connector,
          use,
          file,
          first.getSubjectX500Principal().getName(),
          ConsoleCertificates.fingerprint(first),
          first.getNotAfter().toInstant(),
          null);
    } catch (IOException | GeneralSecurityException e) {
      return new CertificateReport(
          connector, use, file, null, null, null, "cannot be read: " + e.getMessage());
    }
  }
}
