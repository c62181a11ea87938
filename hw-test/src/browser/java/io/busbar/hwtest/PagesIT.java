package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.busbar.hwtest.Chromium.Look;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page in every size, theme and language: nothing that axe finds, nothing on the console, no
 * request to anybody else, nothing to be scrolled sideways, every field with its label. What the
 * pages look like is kept in {@code target/screenshots}.
 */
class PagesIT {
  /** Every page by the name of its pictures. */
  private static final List<String> PAGES =
      List.of(
          "overview /",
          "values /values",
          "value /values?path=/Process/Lan/Meter1&q=active",
          "value-radio /values?path=/Process/Radio",
          "value-cloud /values?path=/Process/CloudConn",
          "devices /devices",
          "device /devices/edit?bus=Lan&device=Meter1",
          "device-new /devices/add?bus=Lan",
          "node /devices/edit?bus=Radio&device=Energy_4",
          "bus /buses/edit?bus=Lan",
          "bus-rtu /buses/add?type=modbus-rtu",
          "bus-gpio /buses/add?type=gpio",
          "scan /scan",
          "io /io",
          "bus-i2c /buses/add?type=i2c",
          "register-point /registers/point?bus=Lan&unit=1&area=input&address=0&reading=float32",
          "registers /registers?bus=Lan&unit=1&area=input&address=0&count=8",
          "cloud /cloud",
          "connection /cloud/CloudConn",
          "connection-edit /cloud/CloudConn/edit",
          "connection-new /connectors/add?type=mindsphere",
          "message /cloud/CloudConn/message",
          "sections /cloud/CloudConn/sections",
          "section /cloud/CloudConn/section?section=Realtime1",
          "section-new /cloud/CloudConn/section",
          "certificates /certificates",
          "events /events",
          "event-new /events/add",
          "variables /variables",
          "variable-new /variables/add",
          "journeys /journeys?q=meter1",
          "journey /journeys?path=/Process/Lan/Meter1/activePowerTotal",
          "journey-dead /journeys?path=/Process/Lan/Meter2",
          "logs /logs",
          "logs-none /logs?log=Event&q=nothing",
          "console /console",
          "help /help",
          "start-site /start/site",
          "start-buses /start/buses",
          "start-cloud /start/cloud",
          "start-summary /start/summary",
          "start-backup /start/backup",
          "report /report",
          "users /users",
          "password /password",
          "missing /nothing-here");

  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
  /** What reaches beyond the window and is in nothing that scrolls. */
  private static final String WIDE =
      """
      [...document.querySelectorAll("main *")]
          .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1
              && !one.closest(".scroll, .tree"))
          .slice(0, 3).map((one) => one.outerHTML.slice(0, 100)).join(" | ")
      """;
  private static final Path PICTURES =
      Path.of(System.getProperty("basedir", "."), "target/screenshots").toAbsolutePath();

  private static DemoCabinet cabinet;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    cabinet = new DemoCabinet();
    chromium = new Chromium(cabinet.address());
  }

  @AfterAll
  static void stop() throws IOException {
    if (chromium != null) {
      chromium.close();
    }
    if (cabinet != null) {
      cabinet.close();
    }
  }

  static Stream<Look> looks() {
    return Stream.of(List.of(360, 640), List.of(390, 844), List.of(1280, 800))
        .flatMap(size ->
            Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                .flatMap(scheme ->
                    Stream.of("de", "en")
                        .map(language -> new Look(size.get(0), size.get(1), scheme, language))));
  }

  @ParameterizedTest
  @MethodSource("looks")
  void everyPageIsFitToBeUsed(Look look) {
    List<String> faults = new ArrayList<>();
    try (BrowserContext context = chromium.context(look)) {
      for (String entry : PAGES) {
        String name = entry.substring(0, entry.indexOf(' '));
        String path = entry.substring(entry.indexOf(' ') + 1);
        for (String fault : faults(context, name, path, look)) {
          faults.add(name + ": " + fault);
        }
      }
    }
    assertEquals("", String.join("\n", faults));
  }

  private static List<String> faults(BrowserContext context, String name, String path, Look look) {
    List<String> faults = new ArrayList<>();
    try (Page page = context.newPage()) {
      page.onConsoleMessage(message -> {
        boolean expected = name.equals("missing") && message.text().contains("404");
        if (message.type().equals("error") && !expected) {
          faults.add("console: " + message.text());
        }
      });
      page.onPageError(error -> faults.add("script: " + error));
      page.onRequest(request -> {
        if (!request.url().startsWith(cabinet.address()) && !request.url().startsWith("data:")) {
          faults.add("asks somebody else: " + request.url());
        }
      });
      page.navigate(path);
      assertEquals(look.language(), page.getAttribute("html", "lang"), path);
      int beyond =
          (int) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
      if (beyond > 0) {
        faults.add("is " + beyond + " px too wide: " + page.evaluate(WIDE));
      }
      faults.addAll(unlabelled(page));
      faults.addAll(violations(page));
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(PICTURES.resolve(name + "-" + look + ".png")));
    }
    return faults;
  }

  private static List<String> unlabelled(Page page) {
    Object found =
        page.evaluate(
            """
            [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
                .filter((field) => !field.labels?.length && !field.ariaLabel)
                .map((field) => "no label: " + field.name)
            """);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  private static List<String> violations(Page page) {
    List<Rule> rules = new AxeBuilder(page).withTags(RULES).analyze().getViolations();
    return rules.stream()
        .map(rule ->
            rule.getId()
                + ": "
                + rule.getNodes().stream()
                    .map(node -> node.getHtml() + " " + node.getFailureSummary())
                    .collect(Collectors.joining(" | ")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("phones")
  void whatAFingerPressesIsBigEnough(Look look) {
    try (BrowserContext context = chromium.context(look)) {
      for (String entry : PAGES) {
        try (Page page = context.newPage()) {
          page.navigate(entry.substring(entry.indexOf(' ') + 1));
          Object small =
              page.evaluate(
                  """
                  [...document.querySelectorAll("main button, main summary, main select, header button, header a")]
                      .filter((one) => one.checkVisibility() && !one.ariaHidden
                          && one.getBoundingClientRect().height < 43.5)
                      .map((one) => one.outerHTML.slice(0, 120))
                  """);
          assertTrue(((List<?>) small).isEmpty(), entry + ": " + small);
        }
      }
    }
  }

  static Stream<Look> phones() {
    return Stream.of(
        new Look(360, 640, ColorScheme.LIGHT, "de"), new Look(390, 844, ColorScheme.DARK, "en"));
  }
}
