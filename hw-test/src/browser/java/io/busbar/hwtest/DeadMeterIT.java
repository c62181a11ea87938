package io.busbar.hwtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.busbar.hwtest.Chromium.Look;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A meter dies, and whoever stands before the cabinet with a phone sees why. */
class DeadMeterIT {
  private static final Look PHONE = Look.phone("en");
  private static final Look GERMAN = Look.phone("de");
  private static final double SOON_MS = 60_000;

  @RegisterExtension private static final DemoInBrowser DEMO = new DemoInBrowser();

  @Test
  void aDeadMeterIsSeenAndUnderstood() throws IOException {
    try (BrowserContext context = DEMO.context(PHONE)) {
      Page page = context.newPage();
      seeItAlive(page);
      DEMO.cabinet().pullTheMeterOut();
      seeItDead(page);
      understand(page);
    }
    try (BrowserContext context = DEMO.context(GERMAN)) {
      readInGerman(context.newPage());
    }
  }

  /** A reading's way goes from the bytes to the cloud. */
  private static void seeItAlive(Page page) {
    page.navigate("/journeys");
    page.fill("#q", "meter1 activePowerTotal");
    page.click("search button[type=submit]");
    page.locator(".picks a").first().click();
    Locator delivered = page.locator(".journey", new Page.LocatorOptions().setHasText("delivered"));
    assertThat(delivered.first()).containsText("activePowerTotal", within());
    Locator way = delivered.first();
    way.locator("summary").click();
    assertThat(way).containsText("01 04 ");
    assertThat(way).containsText("input 0x0034 (30053)");
    assertThat(way).containsText("float32, high word first");
    assertThat(way).containsText("taken from memory");
    assertThat(way).containsText("Acknowledged");
  }

  private static void seeItDead(Page page) {
    page.navigate("/");
    assertThat(page.locator("#state")).containsText("Lan", within());
    page.navigate("/values?path=/Process/Lan/Meter1&q=activePowerTotal");
    Locator power = page.locator("tr[data-path='/Process/Lan/Meter1/activePowerTotal']");
    assertThat(power.locator(".word")).containsText("bad", within());
    power.locator("summary").click();
    assertThat(power.locator(".why")).not().containsText("null");
    assertTrue(power.locator(".why dd").textContent().length() > 20, "the reason is told");
  }

  private static void understand(Page page) {
    page.navigate("/journeys?path=/Process/Lan/Meter1/activePowerTotal");
    Locator failed =
        page.locator(".journey[data-kind=bad], .journey:has([data-quality=bad])").first();
    assertThat(failed).isVisible();
    failed.locator("summary").click();
    assertThat(failed.locator(".steps")).containsText("Why");
    assertThat(failed.locator(".steps")).containsText("bad");
    page.click("#help");
    assertThat(page.locator("#journeys")).containsText("Where the way ends is the cause");
    assertThat(page.locator("#wiring")).containsText("When no meter answers");
  }

  /** From the server and, once the stream has come, from the stream. */
  private static void readInGerman(Page page) {
    page.navigate("/values?path=/Process/Lan/Meter1&q=activePowerTotal");
    assertThat(page.locator("#link[data-link=live]")).isVisible();
    Locator power = page.locator("tr[data-path='/Process/Lan/Meter1/activePowerTotal']");
    power.locator("summary").click();
    Locator why = power.locator(".why dd");
    assertThat(why).containsText("prüfen");
    assertThat(why).not().containsText("Check");
    page.navigate("/");
    assertThat(page.locator("#state")).containsText("prüfen");
    assertThat(page.locator("#state")).not().containsText("Check");
  }

  private static ContainsTextOptions within() {
    return new ContainsTextOptions().setTimeout(SOON_MS);
  }
}
