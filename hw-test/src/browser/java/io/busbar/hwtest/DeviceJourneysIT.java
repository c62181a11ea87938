package io.busbar.hwtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.busbar.hwtest.Chromium.Look;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an installer does with devices, in a browser, against the packaged appliance. */
class DeviceJourneysIT {
  private static final Look PHONE = Look.phone("en");
  private static final double SOON_MS = 30_000;

  @RegisterExtension private static final DemoInBrowser DEMO = new DemoInBrowser();

  /** Complaints C1, C2 and C21: one quick read, nothing registered by it, the bytes shown. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMeterIsTestedAndThenSavedWithAndWithoutScripts(boolean scripts) {
    try (BrowserContext context = DEMO.context(PHONE, scripts)) {
      Page page = context.newPage();
      String name = scripts ? "Tested" : "TestedPlainly";
      fill(page, name, Integer.toString(DemoCabinet.UNIT), "eastron-sdm630");
      long start = System.nanoTime();
      page.click("button[name=test]");
      assertThat(page.locator("#trial")).containsText("The device answers", within());
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(page.locator("#trial")).containsText("voltageL1");
      page.click("#trial summary");
      assertThat(page.locator("#trial .frames")).containsText("01 04 00 00");
      assertEquals(name, page.inputValue("[name='/name']"), "what was typed is still there");
      save(page);
      await(page, name, "running");
      assertTrue(seconds < 20, "the test took " + seconds + " s");
    }
  }

  /** Complaints C3 and C4: what fails is saved, shows why, harms nobody and stays editable. */
  @Test
  void aMeterThatIsNotThereIsSavedAllTheSameAndStaysEditable() {
    try (BrowserContext context = DEMO.context(PHONE)) {
      Page page = context.newPage();
      fill(page, "Absent", "77", "siemens-pac2200");
      page.click("button[name=test]");
      assertThat(page.locator("#trial")).containsText("No values.", within());
      page.click("#trial summary");
      assertThat(page.locator("#trial .frames")).containsText("4D 03");
      save(page);
      assertThat(row(page, "Absent")).containsText("down", within());
      assertThat(row(page, "Meter1")).containsText("running");
      for (String interval : List.of("2s", "3s")) {
        page.navigate("/devices/edit?bus=Lan&device=Absent");
        page.fill("[name='/pollInterval']", interval);
        save(page);
      }
      page.navigate("/devices/edit?bus=Lan&device=Absent");
      assertEquals("77", page.inputValue("[name='/unitId']"));
      assertEquals("siemens-pac2200", page.inputValue("[name='/meter']"));
      assertEquals("3s", page.inputValue("[name='/pollInterval']"));
    }
  }

  @Test
  void everyProblemStandsBesideItsFieldAndInTheSummaryAndNothingIsLost() {
    try (BrowserContext context = DEMO.context(PHONE, false)) {
      Page page = context.newPage();
      fill(page, "has blanks", "999", "eastron-sdm630");
      page.click(".actions button[type=submit]");
      assertThat(page.locator("#troubles li")).hasCount(2);
      assertThat(page.locator("#f-unitId-problem")).containsText("got 999, want 0 to 255");
      assertThat(page.locator("#f-name-problem")).isVisible();
      assertEquals("has blanks", page.inputValue("[name='/name']"));
      assertEquals("999", page.inputValue("[name='/unitId']"));
      page.click("#troubles a >> nth=0");
      assertTrue(page.url().contains("#f-"), page.url());
    }
  }

  /** What only the whole configuration shows comes from its door and finds its field, too. */
  @Test
  void aNameThatIsThereAlreadyIsRefusedBesideItsField() {
    try (BrowserContext context = DEMO.context(PHONE)) {
      Page page = context.newPage();
      fill(page, "Meter1", "5", "eastron-sdm630");
      page.click(".actions button[type=submit]");
      assertThat(page.locator("#f-name-problem")).containsText("Meter1 again");
    }
  }

  /** Complaints C7 and C11: what stopped coming does not look as if it came. */
  @Test
  void whenTheApplianceFallsSilentThePageSaysSoAndNothingLooksFresh()
      throws IOException, InterruptedException {
    try (BrowserContext context = DEMO.context(PHONE)) {
      Page page = context.newPage();
      page.navigate("/values?path=/Process/Lan/Meter1");
      Locator voltage = page.locator("tr[data-path='/Process/Lan/Meter1/voltageL1']");
      assertThat(page.locator("#link")).containsText("live", within());
      assertThat(voltage.locator(".word")).containsText("good", within());
      DEMO.cabinet().appliance().signal("STOP");
      try {
        assertThat(page.locator("#banner")).isVisible(new IsVisibleOptions().setTimeout(SOON_MS));
        assertThat(voltage.locator(".word")).containsText("old");
      } finally {
        DEMO.cabinet().appliance().signal("CONT");
      }
      assertThat(page.locator("#link")).containsText("live", within());
      assertThat(voltage.locator(".word")).containsText("good", within());
    }
  }

  /** The course of a value is drawn when its row is opened. */
  @Test
  void anOpenedValueShowsItsCourse() {
    try (BrowserContext context = DEMO.context(PHONE)) {
      Page page = context.newPage();
      page.navigate("/values?path=/Process/Lan/Meter1&q=voltageL1");
      assertThat(page.locator("#link")).containsText("live", within());
      Locator row = page.locator("tr[data-path='/Process/Lan/Meter1/voltageL1']");
      row.locator("summary").click();
      assertThat(row.locator("canvas")).isVisible(new IsVisibleOptions().setTimeout(SOON_MS));
    }
  }

  /** Language, theme and times are the viewer's choice, and stay. */
  @Test
  void howPagesLookIsChosenWithoutAScriptAndStays() {
    try (BrowserContext context = DEMO.context(PHONE, false)) {
      Page page = context.newPage();
      page.navigate("/values?q=voltage");
      page.click("[popovertarget=account]");
      page.click("#account button[value=de]");
      assertEquals("de", page.getAttribute("html", "lang"));
      assertTrue(page.url().endsWith("/values?q=voltage"), page.url());
      page.click("[popovertarget=account]");
      page.click("#account button[value=dark]");
      assertEquals("dark", page.getAttribute("html", "data-theme"));
      page.navigate("/devices");
      assertEquals("dark", page.getAttribute("html", "data-theme"));
      assertEquals("de", page.getAttribute("html", "lang"));
    }
  }

  private static void fill(Page page, String name, String unit, String meter) {
    page.navigate("/devices/add?bus=Lan");
    page.fill("[name='/name']", name);
    page.fill("[name='/unitId']", unit);
    page.selectOption("[name='/meter']", meter);
  }

  private static void save(Page page) {
    page.click(".actions button[type=submit]");
    page.waitForURL("**/devices");
  }

  /** A page without a script is loaded again by its reader. */
  private static void await(Page page, String name, String state) {
    long end = System.nanoTime() + (long) (SOON_MS * 1e6);
    while (!row(page, name).textContent().contains(state) && System.nanoTime() < end) {
      page.waitForTimeout(1000);
      page.reload();
    }
    assertThat(row(page, name)).containsText(state);
  }

  private static Locator row(Page page, String name) {
    return page.locator(".rows li", new Page.LocatorOptions().setHasText(name)).first();
  }

  private static ContainsTextOptions within() {
    return new ContainsTextOptions().setTimeout(SOON_MS);
  }
}
