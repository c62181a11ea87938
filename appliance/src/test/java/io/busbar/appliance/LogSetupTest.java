package io.busbar.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LogSetupTest {
  @Test
  void warningsAndErrorsGoToOneMorePlaceAndNothingElseDoes() {
    List<String> found = new CopyOnWriteArrayList<>();
    Logger log = Logger.getLogger("io.busbar.test");
    try (LogSetup.Place _ = LogSetup.alsoTo((level, text) -> found.add(level + " " + text))) {
      log.info("test: is up");
      log.warning("test: got 1, want 2");
      log.log(Level.SEVERE, "test: a defect", new IllegalStateException("why"));
    }
    log.warning("test: too late");
    assertEquals(
        List.of(
            "WARNING test: got 1, want 2",
            "SEVERE test: a defect: java.lang.IllegalStateException: why"),
        found.stream().filter(line -> line.contains("test:")).toList());
  }
}
