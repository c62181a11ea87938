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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every page is fit to be used in each of twelve looks, which are three sizes, two themes and two
 * languages: nothing that axe finds, nothing on the console, no request to anybody else, nothing to
 * be scrolled sideways, every field with its label, and on a phone everything big enough for a
 * finger. A page is loaded once for each language; size and theme change in place, which nothing
 * delays because the browser asks for no motion. Pictures are kept in {@code target/screenshots}:
 * of the pages that are seen most in every look, of each of the others in three, which hold every
 * size, every theme and every language and differ from page to page.
 */
class PagesIT {
  /** Every page by the name of its pictures; those with a star have one of every look. */
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
          "section-long /cloud/Cloud/section?section=Realtime1",
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

  /** What axe looks at in the first theme of each size. */
  private static final Map<String, Object> RULES =
      Map.of(
          "type", "tag",
          "values", List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"));

  /** Those of them that a theme can break: it changes nothing but colours. */
  private static final Map<String, Object> COLOURS =
      Map.of("type", "rule", "values", List.of("color-contrast", "link-in-text-block"));

  /** What axe finds, each rule with its elements and what is wrong with them. */
  private static final String AXE =
      """
      (runOnly) => axe.run({ runOnly, resultTypes: ["violations"] }).then((found) =>
          found.violations.map((rule) => rule.id + ": " + rule.nodes
              .map((node) => node.html + " " + node.failureSummary).join(" | ")))
      """;

  /** What reaches beyond the window and is in nothing that scrolls. */
  private static final String WIDE =
      """
      [...document.querySelectorAll("body *")]
          .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1
              && !one.closest(".scroll, .tree"))
          .slice(0, 3).map((one) => one.outerHTML.slice(0, 100)).join(" | ")
      """;

  /** What is folded away is a part of the page, too. */
  private static final String UNFOLD =
      """
      document.querySelectorAll("main details.more, main details.fold").forEach((one) => one.open = true)
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
  /** Where the pictures are kept. */
  static final Path PICTURES =
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
    return LANGUAGES.stream().flatMap(PagesIT::looks);
  }

  /** The looks in one language, the narrowest first. */
  private static Stream<Look> looks(String language) {
    return SIZES.stream()
        .flatMap(size ->
            SCHEMES.stream().map(scheme -> new Look(size.get(0), size.get(1), scheme, language)));
  }

  /** Whether a picture is kept of a page in a look. */
  private static boolean isPictured(String entry, Look look) {
    if (entry.startsWith("*")) {
      return true;
    }
    int page = PAGES.indexOf(entry);
    int size = SIZES.indexOf(List.of(look.width(), look.height()));
    return look.scheme() == SCHEMES.get((page + size) % 2)
        && look.language().equals(LANGUAGES.get((page / 2 + (size + 1) / 2) % 2));
  }

  @Test
  void ofEveryPageThereIsAPictureInEverySizeThemeAndLanguage() {
    for (String entry : PAGES) {
      List<Look> kept = looks().filter(look -> isPictured(entry, look)).toList();
      assertEquals(3, kept.stream().map(Look::width).distinct().count(), entry);
      assertEquals(2, kept.stream().map(Look::scheme).distinct().count(), entry);
      assertEquals(2, kept.stream().map(Look::language).distinct().count(), entry);
    }
  }

  @ParameterizedTest
  @FieldSource("LANGUAGES")
  void everyPageIsFitToBeUsed(String language) {
    List<Look> looks = looks(language).toList();
    List<String> all = new ArrayList<>();
    try (BrowserContext context = chromium.context(looks.getFirst());
        Page page = context.newPage()) {
      listen(page);
      for (String entry : PAGES) {
        visit(page, entry, looks);
        faults.forEach(fault -> all.add(name + ": " + fault));
      }
    }
    assertEquals("", String.join("\n", all));
  }

  /** What a page is before its scripts have said anything, and on a browser without any. */
  @ParameterizedTest
  @FieldSource("LANGUAGES")
  void noPageIsWiderThanAPhoneBeforeItsScriptsRun(String language) {
    List<String> all = new ArrayList<>();
    try (BrowserContext context = chromium.context(looks(language).toList().getFirst(), false);
        Page page = context.newPage()) {
      for (String entry : PAGES) {
        page.navigate(path(entry));
        tooWide(page).forEach(fault -> all.add(entry + ": " + fault));
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

  private static String path(String entry) {
    return entry.substring(entry.indexOf(' ') + 1);
  }

  private void visit(Page page, String entry, List<Look> looks) {
    name = entry.substring(entry.startsWith("*") ? 1 : 0, entry.indexOf(' '));
    faults.clear();
    put(page, looks.getFirst());
    page.navigate(path(entry));
    assertEquals(looks.getFirst().language(), page.getAttribute("html", "lang"), entry);
    for (List<Integer> size : SIZES) {
      page.setViewportSize(size.get(0), size.get(1));
      faults.addAll(tooWide(page));
    }
    page.evaluate(UNFOLD);
    faults.addAll(found(page, UNLABELLED));
    page.evaluate("() => {" + AxeBuilder.getAxeScript() + "}");
    for (Look look : looks) {
      put(page, look);
      look(page, look).forEach(fault -> faults.add(look + " " + fault));
      if (isPictured(entry, look)) {
        page.screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(PICTURES.resolve(name + "-" + look + ".png")));
      }
    }
  }

  private static void put(Page page, Look look) {
    page.setViewportSize(look.width(), look.height());
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.scheme()));
  }

  /** What is wrong in one look. */
  private static List<String> look(Page page, Look look) {
    List<String> wrong = new ArrayList<>(tooWide(page));
    if (look.width() <= WIDEST_PHONE) {
      wrong.addAll(found(page, SMALL));
    }
    Map<String, Object> rules = look.scheme() == SCHEMES.getFirst() ? RULES : COLOURS;
    wrong.addAll(strings(page.evaluate(AXE, rules)));
    return wrong;
  }

  private static List<String> tooWide(Page page) {
    int beyond = beyond(page);
    return beyond > 0
        ? List.of("is " + beyond + " px too wide: " + page.evaluate(WIDE))
        : List.of();
  }

  private static int beyond(Page page) {
    return (int) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
  }

  private static List<String> found(Page page, String script) {
    return strings(page.evaluate(script));
  }

  private static List<String> strings(Object list) {
    return ((List<?>) list).stream().map(String::valueOf).toList();
  }
}
