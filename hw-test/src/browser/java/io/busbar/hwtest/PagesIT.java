package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page is fit to be used: nothing that axe finds, nothing on the console, no request to
 * anybody else, nothing to be scrolled sideways, every field with its label, and on a phone
 * everything big enough for a finger. There are twelve looks: three sizes, two themes, two
 * languages. The pages that are seen most have all twelve; each of the others has three, which hold
 * every size, every theme and every language at least once and differ from page to page. What they
 * look like is kept in {@code target/screenshots}.
 */
class PagesIT {
  /** Every page by the name of its pictures; those with a star in every look. */
  private static final List<String> PAGES =
      List.of(
          "*overview /",
          "*values /values",
          "value /values?path=/Process/Lan/Meter1&q=active",
          "value-radio /values?path=/Process/Radio",
          "value-cloud /values?path=/Process/CloudConn",
          "*devices /devices",
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
          "*system /system",
          "missing /nothing-here");

  private static final List<List<Integer>> SIZES =
      List.of(List.of(360, 640), List.of(390, 844), List.of(1280, 800));
  private static final List<ColorScheme> SCHEMES = List.of(ColorScheme.LIGHT, ColorScheme.DARK);
  private static final List<String> LANGUAGES = List.of("de", "en");
  private static final int WIDEST_PHONE = 480;

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

  /** What is folded away is a part of the page, too. */
  private static final String UNFOLD =
      """
      document.querySelectorAll("main details.more").forEach((one) => one.open = true)
      """;

  private static final String UNLABELLED =
      """
      [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
          .filter((field) => !field.labels?.length && !field.ariaLabel)
          .map((field) => "no label: " + field.name)
      """;
  private static final String SMALL =
      """
      [...document.querySelectorAll("main button, main summary, main select, header button, header a")]
          .filter((one) => one.checkVisibility() && !one.ariaHidden
              && one.getBoundingClientRect().height < 43.5)
          .map((one) => "too small for a finger: " + one.outerHTML.slice(0, 120))
      """;
  private static final Path PICTURES =
      Path.of(System.getProperty("basedir", "."), "target/screenshots").toAbsolutePath();

  private static DemoCabinet cabinet;
  private static Chromium chromium;

  /** What is wrong on the page that is being looked at. */
  private final List<String> faults = new ArrayList<>();

  private String name = "";

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
    return SIZES.stream()
        .flatMap(size ->
            SCHEMES.stream()
                .flatMap(scheme ->
                    LANGUAGES.stream()
                        .map(language -> new Look(size.get(0), size.get(1), scheme, language))));
  }

  /** Whether a page is looked at so. */
  private static boolean isDue(int page, Look look) {
    if (PAGES.get(page).startsWith("*")) {
      return true;
    }
    int size = SIZES.indexOf(List.of(look.width(), look.height()));
    return look.scheme() == SCHEMES.get((page + size) % 2)
        && look.language().equals(LANGUAGES.get((page / 2 + (size + 1) / 2) % 2));
  }

  @Test
  void everyPageIsSeenInEverySizeThemeAndLanguage() {
    for (int page = 0; page < PAGES.size(); page++) {
      int number = page;
      List<Look> seen = looks().filter(look -> isDue(number, look)).toList();
      String entry = PAGES.get(page);
      assertEquals(3, seen.stream().map(Look::width).distinct().count(), entry);
      assertEquals(2, seen.stream().map(Look::scheme).distinct().count(), entry);
      assertEquals(2, seen.stream().map(Look::language).distinct().count(), entry);
    }
  }

  @ParameterizedTest
  @MethodSource("looks")
  void everyPageIsFitToBeUsed(Look look) {
    List<String> all = new ArrayList<>();
    try (BrowserContext context = chromium.context(look);
        Page page = context.newPage()) {
      listen(page);
      for (int i = 0; i < PAGES.size(); i++) {
        if (isDue(i, look)) {
          visit(page, PAGES.get(i), look);
          faults.forEach(fault -> all.add(name + ": " + fault));
        }
      }
    }
    assertEquals("", String.join("\n", all));
  }

  private void listen(Page page) {
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
  }

  private void visit(Page page, String entry, Look look) {
    int blank = entry.indexOf(' ');
    name = entry.substring(entry.startsWith("*") ? 1 : 0, blank);
    faults.clear();
    page.navigate(entry.substring(blank + 1));
    assertEquals(look.language(), page.getAttribute("html", "lang"), entry);
    faults.addAll(tooWide(page));
    page.evaluate(UNFOLD);
    faults.addAll(tooWide(page));
    faults.addAll(found(page, UNLABELLED));
    if (look.width() <= WIDEST_PHONE) {
      faults.addAll(found(page, SMALL));
    }
    faults.addAll(violations(page));
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(PICTURES.resolve(name + "-" + look + ".png")));
  }

  /** What is settled counts: a part that is just exchanged may stick out for a moment. */
  private static List<String> tooWide(Page page) {
    if (beyond(page) > 0) {
      page.waitForTimeout(1000);
    }
    int beyond = beyond(page);
    return beyond > 0
        ? List.of("is " + beyond + " px too wide: " + page.evaluate(WIDE))
        : List.of();
  }

  private static int beyond(Page page) {
    return (int) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
  }

  private static List<String> found(Page page, String script) {
    return ((List<?>) page.evaluate(script)).stream().map(String::valueOf).toList();
  }

  /** The legacy mode looks at the page alone, which has no frames, and opens no second one. */
  private static List<String> violations(Page page) {
    AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true).withTags(RULES);
    return axe.analyze().getViolations().stream()
        .map(rule ->
            rule.getId()
                + ": "
                + rule.getNodes().stream()
                    .map(node -> node.getHtml() + " " + node.getFailureSummary())
                    .collect(Collectors.joining(" | ")))
        .toList();
  }
}
