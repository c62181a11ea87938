package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.web.Console.ConfigDocument.Stored;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever follows what the pages show him never meets a refusal: each field knows its role. */
class RolesOnPagesTest extends Served {
  private static final int MOST_PAGES = 400;
  private static final Pattern LINK = Pattern.compile("<a\\b[^>]*?\\bhref=\"(/[^\"#]*)");
  private static final Pattern FORM = Pattern.compile("<form\\b[^>]*>");
  private static final Pattern ACTION = Pattern.compile("\\baction=\"([^\"]*)\"");
  private static final Pattern OTHER_ACTION = Pattern.compile("\\bformaction=\"([^\"]*)\"");
  private static final Pattern ASKED = Pattern.compile("\\bhx-(get|post|put|delete)=\"([^\"]*)\"");

  private static final Path SCHEMA =
      Path.of("..", "appliance", "src", "main", "resources", "json-schemas", "config.schema.json");
  private static final String CONFIG =
      """
      {"gateway": {}, "buses": [{"name": "Lan", "type": "modbus-tcp", "host": "h",
         "devices": [{"name": "M1", "model": "pac2200"}]},
        {"name": "MB", "type": "gpio", "inputs": [{"line": 4}]},
        {"name": "OneWire", "type": "onewire"}],
       "connectors": [{"name": "Cloud", "type": "scorp-io", "broker": {"url": "ssl://b"},
        "sections": [{"name": "Realtime1", "send": "2s", "points": [
          {"name": "p", "path": "/Process/Lan/M1/power"}]}]}]}
      """;

  @BeforeEach
  void prepare() throws IOException {
    fake.schema = Files.readString(SCHEMA);
    fake.config = new Stored(CONFIG, "v1");
    fake.set(FakeConsole.good("/Process/Lan/M1/power", 12.5, "W"));
    fake.set(FakeConsole.good("/Process/MB/IO/I/P0", true, ""));
    fake.set(FakeConsole.settable("/Process/MB/IO/Q/P0", false, "bool"));
  }

  @ParameterizedTest
  @EnumSource
  void noPageOffersWhatIsRefusedToItsReader(Role role) {
    Map<String, String> offered = offeredTo(role);
    offered.forEach((what, page) -> {
      Endpoint route = route(what);
      For whom = Objects.requireNonNull(Gate.whom(route), what);
      assertTrue(
          whom.isOpen() || role.covers(whom.least()),
          () -> page + " offers " + what + " to a " + role.word());
    });
    assertFalse(offered.isEmpty());
  }

  /** The console's commands have a role each; how pages look is everybody's own. */
  @Test
  void aViewerIsOfferedNothingThatChangesTheAppliance() {
    Set<String> changing = new TreeSet<>();
    for (String what : offeredTo(Role.VIEWER).keySet()) {
      if (!what.startsWith("GET ")) {
        changing.add(what);
      }
    }
    assertEquals(Set.of("POST /console", "POST /view"), changing);
  }

  /** What the pages offer that are reached from the first one by links; and which page does. */
  private Map<String, String> offeredTo(Role role) {
    browser.token = role.word() + "-token";
    Map<String, String> offered = new TreeMap<>();
    Map<String, String> from = new TreeMap<>(Map.of("/", "nowhere"));
    Deque<String> left = new ArrayDeque<>(from.keySet());
    while (!left.isEmpty()) {
      String path = left.removeFirst();
      var answer = browser.get(path);
      assertEquals(
          200,
          answer.statusCode(),
          () -> role.word() + " came to " + path + " from " + from.get(path));
      for (String link : offersOf(path, answer.body(), offered)) {
        if (from.putIfAbsent(link, path) == null) {
          left.add(link);
        }
      }
      assertTrue(from.size() < MOST_PAGES, from::toString);
    }
    return offered;
  }

  /** Notes the page's forms, and gives its links to other pages. */
  private static Set<String> offersOf(String page, String html, Map<String, String> offered) {
    Set<String> links = new TreeSet<>();
    for (Matcher link = LINK.matcher(html); link.find(); ) {
      String to = link.group(1).replace("&amp;", "&");
      offered.putIfAbsent("GET " + plain(to), page);
      if (!to.startsWith("/api/")) {
        links.add(to);
      }
    }
    for (Matcher form = FORM.matcher(html); form.find(); ) {
      Matcher action = ACTION.matcher(form.group());
      String to = action.find() ? action.group(1) : page;
      String method = form.group().contains("method=\"post\"") ? "POST " : "GET ";
      offered.putIfAbsent(method + plain(to), page);
    }
    for (Matcher other = OTHER_ACTION.matcher(html); other.find(); ) {
      offered.putIfAbsent("POST " + plain(other.group(1)), page);
    }
    for (Matcher asked = ASKED.matcher(html); asked.find(); ) {
      offered.putIfAbsent(
          asked.group(1).toUpperCase(Locale.ROOT) + " " + plain(asked.group(2)), page);
    }
    return links;
  }

  private static String plain(String path) {
    return path.replaceFirst("[?#].*", "");
  }

  private Endpoint route(String what) {
    String[] parts = what.split(" ", 2);
    return server.routes().stream()
        .filter(route -> route.method.name().equals(parts[0]))
        .filter(route -> Pattern.matches(pattern(route.path), parts[1]))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no route for " + what));
  }

  private static String pattern(String path) {
    return path.replaceAll("\\{\\w+}", "[^/]+").replaceAll("<\\w+>", ".+");
  }
}
