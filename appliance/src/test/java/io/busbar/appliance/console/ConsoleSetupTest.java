package io.busbar.appliance.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.busbar.web.Setup.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleSetupTest {
  @TempDir private Path folder = Path.of("");
  private boolean claimed;

  @Test
  void anApplianceThatWasNotClaimedOnThePageHasNoFirstSteps() {
    assertNull(setup().step());
    claimed = true;
    ConsoleSetup setup = setup();
    setup.begin();
    assertNull(setup.step(), "they begin before the claim or never");
  }

  @Test
  void everyStepOutlastsTheProcess() {
    setup().begin();
    assertEquals(Step.SITE, setup().step());
    claimed = true;
    for (Step step : Step.values()) {
      assertNull(setup().go(step));
      assertEquals(step, setup().step());
    }
    assertNull(setup().go(null));
    assertNull(setup().step());
    assertFalse(Files.exists(folder.resolve("setup-step")));
  }

  @Test
  void anOldAttemptToClaimBeginsAtTheBeginning() {
    setup().go(Step.CLOUD);
    ConsoleSetup setup = setup();
    setup.begin();
    assertEquals(Step.SITE, setup.step());
  }

  @Test
  void aFileThatNobodyUnderstandsIsNoStep() throws IOException {
    Files.writeString(folder.resolve("setup-step"), "elsewhere");
    assertNull(setup().step());
  }

  private ConsoleSetup setup() {
    return new ConsoleSetup(folder, () -> claimed);
  }
}
