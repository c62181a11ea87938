package io.busbar.hwtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.busbar.hwtest.Chromium.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps the appliance in order, done in a browser against the packaged appliance. */
class SystemJourneysIT {
  private static final Look PHONE = Look.phone("de");
  private static final double SOON_MS = 30_000;

  private static final Path PICTURES =
      Path.of(System.getProperty("basedir", "."), "target/screenshots").toAbsolutePath();

  @RegisterExtension private static final DemoInBrowser DEMO = new DemoInBrowser();

  /** Complaint C8: what cuts the site off is tried out, told on every page, and goes again. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChangeThatSpoilsABusIsTriedOutAndTakenBackWithAndWithoutScripts(boolean scripts) {
    try (BrowserContext context = DEMO.context(PHONE, scripts)) {
      Page page = context.newPage();
      page.navigate("/buses/edit?bus=Lan");
      String good = page.inputValue("[name='/port']");
      page.fill("[name='/port']", "1");
      page.click("button[name=try]");
      page.waitForURL("**/devices");
      for (String place : new String[] {"/", "/values", "/system", "/password"}) {
        page.navigate(place);
        assertThat(page.locator(".trying")).containsText("Eine Änderung wird ausprobiert.");
      }
      page.screenshot(
          new Page.ScreenshotOptions().setPath(PICTURES.resolve("trial-" + PHONE + ".png")));
      if (scripts) {
        String before = page.textContent("#trial-left");
        page.waitForCondition(() -> !page.textContent("#trial-left").equals(before));
      }
      page.click("button[formaction='/trial/back']");
      page.waitForURL("**/password");
      assertThat(page.locator(".trying")).hasCount(0);
      page.navigate("/buses/edit?bus=Lan");
      assertEquals(good, page.inputValue("[name='/port']"));
    }
  }

  @Test
  void aChangeThatIsKeptStays() {
    try (BrowserContext context = DEMO.context(PHONE, false)) {
      Page page = context.newPage();
      page.navigate("/buses/edit?bus=Lan");
      page.locator("details.more").first().evaluate("one => one.open = true");
      String before = page.inputValue("[name='/timeout']");
      page.fill("[name='/timeout']", "900ms");
      page.click("button[name=try]");
      page.click(".trying button:not([formaction])");
      assertThat(page.locator(".trying")).hasCount(0);
      page.navigate("/buses/edit?bus=Lan");
      assertEquals("900ms", page.inputValue("[name='/timeout']"));
      assertNotEquals(before, "900ms");
    }
  }

  /** Complaints C10 and C20: a backup goes out and comes back by the page alone. */
  @Test
  void aBackupIsSavedAndBroughtBackWithItsSteps() {
    try (BrowserContext context = DEMO.context(PHONE)) {
      Page page = context.newPage();
      page.navigate("/system");
      Download download = page.waitForDownload(() -> page.click("a[href='/api/v1/backup']"));
      Path file = folder().resolve("backup.zip");
      download.saveAs(file);
      page.locator("summary", new Page.LocatorOptions().setHasText("zurückspielen")).click();
      page.setInputFiles("input[name=backup]", file);
      page.click("form[action='/system/restore'] button");
      assertThat(page.locator(".stages [data-kind=good]")).hasCount(5);
      assertThat(page.locator("main")).containsText("Die Sicherung gilt jetzt.");
      page.navigate("/devices");
      assertThat(page.locator("main")).containsText("Meter1", soon());
    }
  }

  @Test
  void aFileThatIsNoBackupStopsAtItsStepAndChangesNothing() throws IOException {
    Path file = Files.writeString(folder().resolve("rubbish.zip"), "no archive");
    try (BrowserContext context = DEMO.context(PHONE, false)) {
      Page page = context.newPage();
      page.navigate("/system");
      page.locator("summary", new Page.LocatorOptions().setHasText("zurückspielen")).click();
      page.setInputFiles("input[name=backup]", file);
      page.click("form[action='/system/restore'] button");
      assertThat(page.locator("main")).containsText("Es wurde nichts geändert");
      assertThat(page.locator(".stages [data-kind=bad]")).hasText("Öffnen");
    }
  }

  @Test
  void theDiagnosticsFileHoldsWhatWasLeftTicked() throws IOException {
    try (BrowserContext context = DEMO.context(PHONE)) {
      Page page = context.newPage();
      page.navigate("/system");
      page.locator("summary", new Page.LocatorOptions().setHasText("was darin ist")).click();
      page.uncheck("input[value='values.json']");
      Download download =
          page.waitForDownload(() -> page.click("form[action='/system/diagnostics'] button"));
      Path file = folder().resolve("diagnostics.zip");
      download.saveAs(file);
      Set<String> names = new TreeSet<>();
      try (ZipFile zip = new ZipFile(file.toFile())) {
        zip.stream().map(ZipEntry::getName).forEach(names::add);
      }
      assertTrue(names.contains("config.json") && names.contains("metrics.txt"), "" + names);
      assertTrue(names.contains("logs/SupportLog.jsonl"), "" + names);
      assertTrue(!names.contains("values.json"), "" + names);
    }
  }

  private static Path folder() {
    Path folder = Path.of(System.getProperty("basedir", "."), "target/downloads").toAbsolutePath();
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ContainsTextOptions soon() {
    return new ContainsTextOptions().setTimeout(SOON_MS);
  }
}
