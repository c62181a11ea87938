package io.busbar.appliance.console.care;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Upkeep.Certificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The certificates that a configuration names. */
record Certificates(Path keys) {
  private static final Map<String, String> USES =
      new TreeMap<>(Map.of("caFile", "ca", "certFile", "client"));

  /** All of them, those that cannot be read first, then the first to expire. */
  List<Certificate> of(JsonNode configuration) {
    List<Certificate> found = new ArrayList<>();
    for (JsonNode connector : configuration.path("connectors")) {
      USES.forEach((key, use) -> {
        JsonNode file = connector.path("broker").path(key);
        if (file.isTextual()) {
          found.addAll(in(connector.path("name").asText(), use, file.asText()));
        }
      });
    }
    found.sort(
        Comparator.comparing(
            Certificate::until, Comparator.nullsFirst(Comparator.naturalOrder())));
    return found;
  }

  private List<Certificate> in(String connector, String use, String file) {
    try (InputStream content = Files.newInputStream(keys.resolve(file))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(content).stream()
          .map(X509Certificate.class::cast)
          .map(one ->
              new Certificate(
                  connector,
                  use,
                  file,
                  one.getSubjectX500Principal().getName(),
                  one.getIssuerX500Principal().getName(),
                  one.getNotAfter().toInstant(),
                  null))
          .toList();
    } catch (CertificateException | IOException e) {
      String problem = "cannot be read as a certificate: " + e.getMessage();
      return List.of(new Certificate(connector, use, file, "", "", null, problem));
    }
  }
}
