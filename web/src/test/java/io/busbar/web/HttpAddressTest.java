package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "8080, 127.0.0.1:8080",
    "localhost:80, 127.0.0.1:80",
    "0.0.0.0:8080, 0.0.0.0:8080",
    "[::1]:8080, [0:0:0:0:0:0:0:1]:8080"
  })
  void readsAnAddress(String text, String meant) {
    assertEquals(meant, HttpAddress.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", ":", "127.0.0.1", "host.example:80", "127.0.0.1:65536", "::1:80"})
  void refusesWhatIsNone(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> HttpAddress.parse(text));
    assertEquals(
        "got " + text + ", want [ADDR:]PORT such as 8080, 127.0.0.1:8080 or [::1]:8080",
        e.getMessage());
  }
}
