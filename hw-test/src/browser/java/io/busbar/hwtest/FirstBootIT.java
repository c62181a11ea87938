package io.busbar.hwtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.RequestOptions;
import io.busbar.hwtest.ApplianceProcess.Surroundings;
import io.busbar.hwtest.Chromium.Look;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.OwnNetwork;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the box to the commissioning report, in a browser, against the packaged appliance. */
class FirstBootIT {
  private static final Look PHONE = Look.phone("en");
  private static final String PASSWORD = "three words do well";
  private static final int UNIT = 1;
  private static final double SOON_MS = 60_000;
  private static final int MOST_TABS = 80;

  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  /** With and without scripts: every form posts, and the first message is at the cloud. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fromTheClaimToTheFirstMessageAtTheCloud(boolean scripts) throws Exception {
    Queue<Received> arrived = new ConcurrentLinkedQueue<>();
    ModbusSlave slave =
        new ModbusSlave(UNIT, MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)));
    try (TcpFront meter = new TcpFront(0, slave);
        DemoBroker broker = new DemoBroker(0, InstantSource.system(), arrived::add);
        NewAppliance appliance = new NewAppliance();
        BrowserContext context = chromium.stranger(PHONE, appliance.address(), scripts)) {
      Page page = claimed(context);
      tellTheTime(page, scripts);
      name(page, "cabinet-9", "cellar");
      addMeter(page, meter.port());
      page.click(".resume a");
      assertStep(page, "buses");
      assertThat(page.locator(".lines")).containsText("Lan");
      go(page, "cloud");
      addCloud(page, broker.url());
      await().atMost(Duration.ofSeconds(60)).until(() -> hasValue(arrived));
      page.click(".lines button[name=name]");
      assertThat(page.locator("#test")).containsText("Message accepted", within());
      go(page, "summary");
      assertThat(page.locator(".sheet")).containsText("cabinet-9");
      assertThat(page.locator(".sheet")).containsText("cellar");
      assertThat(page.locator(".sheet")).containsText("activePowerTotal");
      assertThat(page.locator(".sheet")).containsText("A message went all the way.");
      page.click(".way button[value=end]");
      page.waitForURL("**/");
      page.navigate("/report");
      assertThat(page.locator(".sheet")).containsText("Meter1");
      page.navigate("/start");
      assertTrue(page.url().endsWith("/"), "the first steps are over: " + page.url());
    }
  }

  private static boolean hasValue(Queue<Received> arrived) {
    return arrived.stream().anyMatch(one -> one.topic().endsWith("/o/mc_v3/ts"));
  }

  /** Complaint C5: killed at any step, it comes back to this step, and nothing half is in force. */
  @Test
  void killedAtAnyStepItComesBackToThisStep() throws Exception {
    try (NewAppliance appliance = new NewAppliance();
        BrowserContext context = chromium.stranger(PHONE, appliance.address(), true)) {
      appliance.dieAndStart();
      Page page = context.newPage();
      page.navigate("/");
      assertTrue(page.url().endsWith("/claim"), page.url());
      claim(page, "submit");
      for (String step : List.of("site", "buses", "cloud", "summary")) {
        if (!step.equals("site")) {
          go(page, step);
        }
        appliance.dieAndStart();
        page.navigate("/");
        assertTrue(page.url().endsWith("/login"), page.url());
        login(page);
        assertStep(page, step);
        if (step.equals("site")) {
          assertEquals("Busbar", page.inputValue("[name='/name']"), "nothing was saved yet");
        }
      }
      page.click(".way button[value=end]");
      page.waitForURL("**/");
      appliance.dieAndStart();
      page.navigate("/login");
      login(page);
      assertTrue(page.url().endsWith("/"), page.url());
    }
  }

  /** No finger and no mouse: Tab, Enter, Space and arrows. */
  @Test
  void everyStepIsDoneWithTheKeyboardAlone() throws Exception {
    try (NewAppliance appliance = new NewAppliance();
        BrowserContext context = chromium.stranger(PHONE, appliance.address(), true)) {
      Page page = context.newPage();
      page.navigate("/");
      type(page, "[name=password]", PASSWORD);
      type(page, "[name=again]", PASSWORD);
      press(page, "button:not([name])", "**/start/site");
      type(page, "[name='/name']", "by-keyboard");
      press(page, ".actions button", "**/start/buses");
      press(page, "button[name=on]", "**/start/buses");
      assertThat(page.locator(".demo")).containsText("made up");
      press(page, ".way button[value=cloud]", "**/start/cloud");
      press(page, ".way button[value=summary]", "**/start/summary");
      assertThat(page.locator(".sheet")).containsText("by-keyboard");
      assertThat(page.locator(".sheet")).containsText("simulated");
      press(page, ".way button[value=end]", "**/");
    }
  }

  /** The demo mode is told on every page, and nothing of it is left when it ends. */
  @Test
  void theDemoModeComesWithOneTapAndGoesWithOne() throws Exception {
    try (NewAppliance appliance = new NewAppliance();
        BrowserContext context = chromium.stranger(PHONE, appliance.address(), true)) {
      Page page = claimed(context);
      go(page, "buses");
      page.click(".learn button");
      assertStep(page, "buses");
      page.navigate("/values?path=/Process/Demo/Meter");
      assertThat(page.locator(".demo")).containsText("The values of Demo are made up.");
      assertThat(page.locator("tr[data-path='/Process/Demo/Meter/voltageL1'] .word"))
          .containsText("good", within());
      APIResponse status = context.request().get("/api/v1/demo");
      assertEquals("{\"on\":true,\"buses\":[\"Demo\"]}", status.text());
      page.click(".demo button");
      assertThat(page.locator(".demo")).hasCount(0);
      assertFalse(context.request().get("/api/v1/values").text().contains("/Process/Demo/"));
      assertFalse(context.request().get("/api/v1/config").text().contains("simulated"));
    }
  }

  /** Complaints C10 and C20: a second device becomes the first, and says what it lacks. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSecondDeviceBecomesTheFirst(boolean scripts) throws Exception {
    byte[] backup = backup("the words of a backup");
    try (NewAppliance appliance = new NewAppliance();
        BrowserContext context = chromium.stranger(PHONE, appliance.address(), scripts)) {
      Page page = context.newPage();
      page.navigate("/");
      claim(page, "backup");
      page.waitForURL("**/start/backup");
      restore(page, "no backup at all".getBytes(StandardCharsets.UTF_8), "");
      assertThat(page.locator("#troubles")).isVisible();
      restore(page, backup, "");
      assertThat(page.locator("#restored")).containsText("This device is first-one now", within());
      assertThat(page.locator(".missing")).containsText("password");
      page.navigate("/start/backup");
      restore(page, backup, "the words of a backup");
      assertThat(page.locator("#restored")).containsText("Nothing is missing.", within());
      page.navigate("/start");
      assertStep(page, "summary");
      assertThat(page.locator(".sheet")).containsText("first-one");
      assertThat(page.locator(".brand")).containsText("first-one");
    }
  }

  /** Complaint C9: nothing on the way asks for an internet. */
  @Test
  @NeedsPeer(Peer.IP)
  void theWholeFirstBootWithNoWayToTheInternet() throws Exception {
    byte[] backup = backup("the words of a backup");
    try (OwnNetwork alone = new OwnNetwork();
        NewAppliance appliance =
            new NewAppliance(OwnNetwork.THERE, Surroundings.behind(alone.entrance()));
        BrowserContext context = chromium.stranger(PHONE, appliance.address(), true)) {
      Page page = claimed(context);
      name(page, "far-away", "a cellar");
      page.click(".learn button");
      assertThat(page.locator(".demo")).isVisible();
      go(page, "cloud");
      go(page, "summary");
      assertThat(page.locator(".sheet")).containsText("far-away");
      page.navigate("/start/backup");
      restore(page, backup, "the words of a backup");
      assertThat(page.locator("#restored")).containsText("first-one", within());
      page.navigate("/start");
      assertStep(page, "summary");
      go(page, "end");
    }
  }

  /** Of an appliance with a name and a password of a cloud. */
  private static byte[] backup(String passphrase) throws Exception {
    try (NewAppliance first = new NewAppliance();
        BrowserContext context = chromium.stranger(PHONE, first.address(), true)) {
      Page page = claimed(context);
      name(page, "first-one", "");
      go(page, "cloud");
      page.navigate("/connectors/add?type=mindsphere&first=true");
      page.fill("[name='/broker/url']", "tcp://127.0.0.1:9");
      page.fill("[name='/broker/clientId']", "acme_one");
      page.fill("[name='/broker/username']", "somebody");
      page.fill("[name='/broker/password']", "sesame");
      page.fill("[name='/settings/tenant']", "acme");
      page.click(".actions button[type=submit]");
      page.waitForURL("**/start/cloud");
      String session = context.request().get("/api/v1/session").text();
      String token = session.replaceAll(".*\"formToken\":\"([^\"]+)\".*", "$1");
      APIResponse answer =
          context
              .request()
              .post(
                  "/api/v1/backup",
                  RequestOptions.create()
                      .setHeader("X-Form-Token", token)
                      .setHeader("Content-Type", "application/json")
                      .setData("{\"passphrase\": \"" + passphrase + "\"}"));
      assertEquals(200, answer.status(), answer.text());
      return answer.body();
    }
  }

  private static void restore(Page page, byte[] content, String passphrase) {
    page.setInputFiles("#backup", new FilePayload("backup.zip", "application/zip", content));
    page.fill("#passphrase", passphrase);
    page.click(".actions button[type=submit]");
  }

  private static Page claimed(BrowserContext context) {
    Page page = context.newPage();
    page.navigate("/");
    claim(page, "submit");
    assertStep(page, "site");
    return page;
  }

  private static void claim(Page page, String how) {
    page.fill("[name=password]", PASSWORD);
    page.fill("[name=again]", PASSWORD);
    page.selectOption("[name=language]", "en");
    page.click(how.equals("backup") ? "button[name=next]" : "main form button:not([name])");
  }

  private static void login(Page page) {
    page.fill("[name=user]", "admin");
    page.fill("[name=password]", PASSWORD);
    page.click("button[type=submit]:not([name])");
  }

  /** This machine's clock may be known, and then nobody is asked for the time. */
  private static void tellTheTime(Page page, boolean scripts) {
    String button = "button[name=settime][value=" + (scripts ? "browser" : "typed") + "]";
    if (page.locator(button).count() > 0) {
      page.click(button);
      assertThat(page.locator("#time [role=status]")).isVisible();
    }
  }

  private static void name(Page page, String name, String place) {
    page.fill("[name='/name']", name);
    page.fill("[name='/place']", place);
    page.click(".actions button[type=submit]");
    assertStep(page, "buses");
  }

  private static void addMeter(Page page, int port) {
    page.navigate("/buses/add?type=modbus-tcp");
    page.fill("[name='/name']", "Lan");
    page.fill("[name='/host']", "127.0.0.1");
    page.fill("[name='/port']", Integer.toString(port));
    page.click(".actions button[type=submit]");
    page.waitForURL("**/devices");
    page.navigate("/devices/add?bus=Lan");
    page.fill("[name='/name']", "Meter1");
    page.fill("[name='/unitId']", Integer.toString(UNIT));
    page.selectOption("[name='/meter']", "eastron-sdm630");
    page.click(".actions button[type=submit]");
    page.waitForURL("**/devices");
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          page.reload();
          return page.locator(".rows li").innerText().contains("running");
        });
  }

  private static void addCloud(Page page, String broker) {
    page.navigate("/connectors/add?type=mindsphere&first=true");
    page.fill("[name='/broker/url']", broker);
    page.fill("[name='/broker/clientId']", "acme_cabinet9");
    page.fill("[name='/settings/tenant']", "acme");
    page.click(".actions button[type=submit]");
    page.waitForURL("**/start/cloud");
  }

  private static void go(Page page, String step) {
    page.click(".way button[value=" + step + "]");
    arrives(page, step.equals("end") ? "**/" : "**/start/" + step);
  }

  private static void assertStep(Page page, String step) {
    arrives(page, "**/start/" + step);
  }

  private static void arrives(Page page, String where) {
    try {
      page.waitForURL(where);
    } catch (TimeoutError e) {
      String text = page.locator("main").innerText();
      throw new AssertionError("got " + page.url() + ", want " + where + ": " + text, e);
    }
  }

  private static void type(Page page, String field, String text) {
    tabTo(page, field);
    page.keyboard().press("Control+A");
    page.keyboard().type(text);
  }

  private static void press(Page page, String button, String then) {
    tabTo(page, button);
    page.keyboard().press("Enter");
    page.waitForURL(then);
  }

  private static void tabTo(Page page, String selector) {
    page.waitForLoadState();
    for (int i = 0; i < MOST_TABS; i++) {
      page.keyboard().press("Tab");
      boolean there =
          (boolean) page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector);
      if (there) {
        return;
      }
    }
    throw new AssertionError("Tab never came to " + selector + " of " + page.url());
  }

  private static ContainsTextOptions within() {
    return new ContainsTextOptions().setTimeout(SOON_MS);
  }
}
