package io.busbar.appliance.console.care;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RedactionTest {
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
