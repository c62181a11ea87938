package io.busbar.hwtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.busbar.hwtest.Chromium.Look;
import io.busbar.hwtest.peer.Mosquitto;
import io.busbar.hwtest.peer.MosquittoSub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an installer does with clouds, in a browser, against a real broker with certificates. */
class CloudJourneysIT {
  private static final Look PHONE = Look.phone("en");
  private static final double SOON_MS = 60_000;

  @RegisterExtension private static final DemoInBrowser DEMO = new DemoInBrowser();

  @TempDir private static Path folder;
  private static Certificates ours;
  private static Certificates.Identity client;
  private static Mosquitto broker;
  private static MosquittoSub witness;
  private static int tlsPort;

  @BeforeAll
  static void start() throws IOException, InterruptedException, GeneralSecurityException {
    ours = new Certificates(folder, "plant");
    Certificates.Identity server = ours.signed("localhost", "dns:localhost");
    client = ours.signed("gateway", "dns:gateway");
    tlsPort = Ports.free(0);
    broker =
        Mosquitto.withTls(
            folder, tlsPort, ours.authorityFile(), server.certificate(), server.key());
    witness = new MosquittoSub(folder, broker);
  }

  @AfterAll
  static void stop() {
    if (witness != null) {
      witness.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  /** From nothing to values at the broker, with and without scripts. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConnectionWithCertificatesIsTestedSavedAndSends(boolean scripts) throws IOException {
    String name = scripts ? "Plant" : "PlantPlainly";
    try (BrowserContext context = DEMO.context(PHONE, scripts)) {
      Page page = context.newPage();
      page.navigate("/cloud");
      page.click("a.quiet:text('SCorp-io')");
      page.fill("[name='/name']", name);
      page.fill("[name='/broker/url']", "ssl://localhost:" + tlsPort);
      page.fill("[name='/broker/clientId']", name);
      page.fill("[name='/settings/project']", "p1");

      page.click("button[name=test]");
      assertThat(page.locator("#trial")).containsText("Failed at stage 3 of 8", within());
      assertThat(page.locator("#trial")).containsText("Error 303");
      assertEquals(name, page.inputValue("[name='/name']"), "what was typed is still there");

      page.setInputFiles("[name='file.authorities']", ours.authorityFile());
      page.setInputFiles("[name='file.certificate']", client.certificate());
      page.click(".upload .field:nth-of-type(3) summary");
      page.fill("[name='paste.key']", Files.readString(client.key()));
      page.click("button[name=test]");
      assertThat(page.locator("#trial")).containsText("the connection can be used", within());

      page.click(".actions button[type=submit]");
      page.waitForURL("**/cloud/" + name);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> {
            page.reload();
            return page.textContent("#state").contains("connected");
          });

      page.click("text=Add a section");
      page.check("[name=mode][value=on-change]");
      page.fill("[name=q]", "voltageL1");
      page.click("button[name=find]");
      page.check("[name=pick][value='/Process/Lan/Meter1/voltageL1']");
      page.click("button[name=take]");
      page.fill("[name='/points/0/hysteresis']", "0,5");
      page.click("button[name=preview]");
      assertThat(page.locator("#rehearsal")).containsText("would have been sent", within());
      assertThat(page.locator("#rehearsal svg .dots"))
          .hasAttribute("d", Pattern.compile("M[0-9.]+ [0-9.]+h.*"));
      page.click(".actions button[type=submit]");
      page.waitForURL("**/sections");
      assertThat(page.locator("table")).containsText("at every change");

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() ->
              witness.received().stream()
                  .anyMatch(
                      one -> one.topic().contains("p1") && one.payload().contains("voltageL1")));
      page.navigate("/cloud/" + name + "/message");
      assertThat(page.locator("main")).containsText("voltageL1");
    }
  }

  /** What never comes out again, and what cannot be taken away while it is used. */
  @Test
  void aKeyIsKeptAndItsTextIsNeverShown() throws IOException {
    try (BrowserContext context = DEMO.context(PHONE, false)) {
      Page page = context.newPage();
      page.navigate("/certificates");
      page.fill("[name=name]", "spare");
      page.setInputFiles("[name='file.certificate']", client.certificate());
      page.setInputFiles("[name='file.key']", client.key());
      page.click("text=Check and keep");
      assertThat(page.locator("article", new Page.LocatorOptions().setHasText("spare-cert.pem")))
          .containsText("CN=gateway");
      String secret = Files.readString(client.key()).lines().skip(1).findFirst().orElseThrow();
      assertFalse(page.content().contains(secret), "the key must stay inside");
      page.locator("article", new Page.LocatorOptions().setHasText("spare-key.pem"))
          .locator("button")
          .click();
      assertThat(page.locator("main")).not().containsText("spare-key.pem");
    }
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedBesideItsField()
      throws IOException, InterruptedException, GeneralSecurityException {
    Certificates.Identity other = ours.signed("another", "dns:another");
    try (BrowserContext context = DEMO.context(PHONE, false)) {
      Page page = context.newPage();
      page.navigate("/certificates");
      page.fill("[name=name]", "mixed");
      page.setInputFiles("[name='file.certificate']", client.certificate());
      page.setInputFiles("[name='file.key']", other.key());
      page.click("text=Check and keep");
      assertThat(page.locator(".upload .problem")).containsText("does not belong");
      assertEquals("mixed", page.inputValue("[name=name]"));
      assertTrue(page.locator("#troubles a").count() > 0, "the summary leads to the field");
      assertThat(page.locator("main")).not().containsText("mixed-cert.pem");
    }
  }

  @Test
  void anEventAndAVariableOfOnesOwnAreAddedWithoutAScript() {
    try (BrowserContext context = DEMO.context(PHONE, false)) {
      Page page = context.newPage();
      page.navigate("/variables/add");
      page.fill("[name='/name']", "Limit");
      page.selectOption("[name='/type']", "real");
      page.fill("[name='/value']", "21,5");
      page.click(".actions button[type=submit]");
      page.waitForURL("**/variables");
      assertThat(page.locator(".rows")).containsText("/Process/PV/Limit");
      page.navigate("/events/add");
      page.fill("[name='/name']", "HighVoltage");
      page.selectOption("[name='/when']", "above");
      page.fill("[name='/path']", "/Process/Lan/Meter1/voltageL1");
      page.fill("[name='/limit']", "250");
      page.click("button[name='+']");
      page.fill("[name='/actions/0/set']", "/Process/PV/Limit");
      page.fill("[name='/actions/0/value']", "1");
      page.click(".actions button[type=submit]");
      page.waitForURL("**/events");
      assertThat(page.locator(".rows")).containsText("goes above a limit · 250");
    }
  }

  private static ContainsTextOptions within() {
    return new ContainsTextOptions().setTimeout(SOON_MS);
  }
}
