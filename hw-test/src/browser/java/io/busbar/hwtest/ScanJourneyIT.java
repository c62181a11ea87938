package io.busbar.hwtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.busbar.hwtest.Chromium.Look;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.Peers;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A line with somebody else's meters on it, of which nobody knows more than the port: searched,
 * added and read from a phone. The slaves are pymodbus at the far end of a pty.
 */
@NeedsPeer({Peer.PYMODBUS, Peer.SOCAT})
class ScanJourneyIT {
  private static final ContainsTextOptions LATER =
      new ContainsTextOptions().setTimeout((double) Cabinet.SOON.toMillis());

  @RegisterExtension private static final DemoInBrowser DEMO = new DemoInBrowser();

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void aMeterThatASearchFindsIsAddedAndRead() throws Exception {
    Path port = line();
    try (BrowserContext context = DEMO.context(Look.phone("en"))) {
      Page page = context.newPage();
      page.navigate("/scan");
      page.fill("[name=port]", port.toString());
      page.fill("[name=baud]", "9600");
      page.fill("[name=parity]", "none");
      page.fill("[name=units]", "6-8");
      page.click(".actions button[type=submit]");
      Locator found = page.locator(".found");
      assertThat(found).containsText("Unit 7", LATER);
      assertThat(found).containsText("siemens-pac3200: 43/14 says SIEMENS SENTRON PAC3200 V2.0");
      assertThat(page.locator(".run h2")).containsText("done", LATER);

      page.click(".found a.quiet");
      assertEquals(port.toString(), page.inputValue("[name='/port']"));
      assertEquals("9600", page.inputValue("[name='/baudRate']"));
      page.fill("[name='/name']", "Meters");
      save(page);

      page.navigate("/scan");
      page.click(".found a.quiet");
      assertEquals("Unit7", page.inputValue("[name='/name']"));
      assertEquals("7", page.inputValue("[name='/unitId']"));
      assertEquals("siemens-pac3200", page.inputValue("[name='/meter']"));
      page.click("button[name=test]");
      assertThat(page.locator("#trial")).containsText("The device answers", LATER);
      save(page);
      Locator row = page.locator(".rows li", new Page.LocatorOptions().setHasText("Unit7"));
      assertThat(row.first()).containsText("running", LATER);
    }
  }

  /** The near end of a line with the units of pymodbus at its far end, when they answer. */
  private Path line() throws IOException {
    cabinet.add(Peers.socat(cabinet.folder()));
    cabinet.add(Peers.pymodbusUnitsRtu(cabinet.folder(), cabinet.folder().resolve("B")));
    String near = cabinet.folder().resolve("A").toString();
    await()
        .atMost(Cabinet.SOON)
        .until(
            () ->
                !Peers.pymodbusReads(cabinet.folder(), "rtu", near, 1, 0, 2).equals("silent"));
    return Path.of(near);
  }

  private static void save(Page page) {
    page.click(".actions button[type=submit]");
    page.waitForURL("**/devices");
  }
}
