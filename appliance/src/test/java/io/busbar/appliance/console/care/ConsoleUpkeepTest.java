package io.busbar.appliance.console.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.web.Upkeep.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and redaction; the rest is shown on the packaged appliance. */
class ConsoleUpkeepTest {
  @TempDir private Path folder;

  @Test
  void aCertificateFileThatCannotBeReadIsToldAndNotLeftOut() throws IOException {
    Files.writeString(folder.resolve("client.pem"), "no certificate");
    JsonNode configuration =
        DocumentSchema.mapper()
            .readTree(
                """
                {"connectors": [{"name": "Cloud",
                  "broker": {"caFile": "missing.pem", "certFile": "client.pem"}}]}
                """);
    List<Certificate> found = new Certificates(folder).of(configuration);
    assertEquals(List.of("ca", "client"), found.stream().map(Certificate::use).toList());
    assertTrue(found.stream().allMatch(one -> one.until() == null && one.problem() != null));
  }

  @Test
  void noTextHoldsAPasswordOfTheConfiguration() throws IOException {
    Redaction redaction =
        new Redaction(
            DocumentSchema.mapper()
                .readTree(
                    """
                    {"connectors": [{"broker": {"password": "s3ntinel"}},
                      {"broker": {"password": "abc"}}, {"broker": {"password": null}}]}
                    """));
    assertEquals("refused: (secret), see abc", redaction.of("refused: s3ntinel, see abc"));
  }
}
