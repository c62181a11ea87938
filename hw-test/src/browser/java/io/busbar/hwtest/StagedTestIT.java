package io.busbar.hwtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.busbar.hwtest.Chromium.Look;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The test of a connection while it runs, in a browser, against a broker that takes its time. */
class StagedTestIT {
  private static final Look PHONE = new Look(390, 844, ColorScheme.LIGHT, "en");
  private static final double SOON_MS = 60_000;
  private static final int NOT_AUTHORISED = 5;

  @Test
  void eachStageIsShownAsItIsPassedAndTheTestCanBeCancelled()
      throws IOException, InterruptedException {
    try (DemoCabinet cabinet = new DemoCabinet();
        Chromium chromium = new Chromium(cabinet.address());
        StubbornBroker broker = StubbornBroker.slow(NOT_AUTHORISED);
        BrowserContext context = chromium.context(PHONE)) {
      Page page = context.newPage();
      page.navigate("/connectors/add?type=smartgear");
      page.fill("[name='/name']", "Slow");
      page.fill("[name='/broker/url']", "tcp://127.0.0.1:" + broker.port());
      page.fill("[name='/broker/clientId']", "slow");
      page.fill("[name='/settings/deviceType']", "7");
      page.click("button[name=test]");
      assertHeld(page);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(PagesIT.PICTURES.resolve("cloudtest-" + PHONE + ".png")));
      broker.answer();
      shows(page, "Failed at stage 5 of 8");
      shows(page, "Error 505");

      page.click("button[name=test]");
      assertHeld(page);
      page.click("#trial button");
      shows(page, "Cancelled.");
      shows(page, "MQTT login (CONNACK): not reached");
      assertThat(page.locator("#trial button")).hasCount(0);
    }
  }

  /** Four stages are behind it, and the broker has not said a word yet. */
  private static void assertHeld(Page page) {
    shows(page, "Stage 5 of 8: MQTT login (CONNACK)");
    shows(page, "TCP connection: good");
    shows(page, "MQTT login (CONNACK): is being tried");
    shows(page, "Message acknowledged: still to come");
  }

  private static void shows(Page page, String text) {
    assertThat(page.locator("#trial"))
        .containsText(text, new ContainsTextOptions().setTimeout(SOON_MS));
  }
}
