package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.busbar.hwtest.Chromium.Look;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What the page costs, as figures; a minute, on a machine with nothing else to do:
 *
 * <pre>
 * mvn verify -Pbrowser -pl hw-test -am -Dtest=none -Dit.test=PageFigures \
 *   -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>The browser's processor is slowed down six times, about what a core of a Pi 3 is behind one of
 * a desk's; Lighthouse slows down four times for a phone of the middle.
 */
final class PageFigures {
  private static final int SLOWER = 6;
  private static final int WATCHED_MS = 20_000;
  private static final int CLIENTS = 8;
  private static final int MOST_BYTES = 100_000;

  @Test
  void whatThePageCosts() throws Exception {
    try (DemoCabinet cabinet = new DemoCabinet();
        Chromium chromium = new Chromium(cabinet.address())) {
      Look phone = Look.phone("de");
      for (String path : new String[] {"/", "/values?path=/Process/Lan/Meter1"}) {
        try (BrowserContext context = chromium.context(phone)) {
          look(context, path);
        }
      }
      remember(cabinet);
    }
  }

  private static void look(BrowserContext context, String path) {
    Page page = context.newPage();
    CDPSession tools = context.newCDPSession(page);
    AtomicLong bytes = new AtomicLong();
    tools.on(
        "Network.loadingFinished",
        event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
    tools.send("Network.enable");
    tools.send("Performance.enable");
    tools.send("Emulation.setCPUThrottlingRate", number("rate", SLOWER));
    page.navigate(path);
    page.waitForFunction("performance.getEntriesByName('first-contentful-paint').length > 0");
    long loaded = bytes.get();
    Object paint =
        page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
    page.waitForTimeout(3000);
    double before = busy(tools);
    page.waitForTimeout(WATCHED_MS);
    double busy = (busy(tools) - before) / WATCHED_MS * 1e6;
    System.out.printf(
        "%s: %d bytes, first paint after %.0f ms, then busy %.0f ms of each second%n",
        path, loaded, ((Number) paint).doubleValue(), busy);
    assertTrue(loaded > 10_000 && loaded < MOST_BYTES, path + " weighs " + loaded + " bytes");
    assertTrue(busy > 0 && busy < 1000, busy + " ms of each second");
  }

  /** Seconds that the page's main thread has worked. */
  private static double busy(CDPSession tools) {
    for (JsonElement one : tools.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      JsonObject metric = one.getAsJsonObject();
      if (metric.get("name").getAsString().equals("TaskDuration")) {
        return metric.get("value").getAsDouble();
      }
    }
    throw new IllegalStateException("this browser does not tell how long it worked");
  }

  private static JsonObject number(String key, int value) {
    JsonObject object = new JsonObject();
    object.addProperty(key, value);
    return object;
  }

  private static void remember(DemoCabinet cabinet) throws IOException, InterruptedException {
    WebSession session = WebSession.in(cabinet.address(), "admin", DemoCabinet.PASSWORD);
    long alone = resident(cabinet.appliance().pid());
    List<BufferedReader> streams = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      streams.add(session.stream("/api/v1/live"));
    }
    AtomicLong lines = new AtomicLong();
    for (BufferedReader stream : streams) {
      Thread.ofVirtual().start(() -> stream.lines().forEach(line -> lines.incrementAndGet()));
    }
    Thread.sleep(WATCHED_MS);
    assertTrue(lines.get() > CLIENTS * WATCHED_MS / 2000, lines + " lines came");
    System.out.printf(
        "resident: %d MB, with %d live clients %d MB%n",
        alone / 1000, CLIENTS, resident(cabinet.appliance().pid()) / 1000);
  }

  /** In kB. */
  private static long resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
