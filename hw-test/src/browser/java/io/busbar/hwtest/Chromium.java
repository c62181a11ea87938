package io.busbar.hwtest;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One browser of Debian's, which is logged in, for all tests of a class. */
final class Chromium implements AutoCloseable {
  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final Browser browser;
  private final String address;
  private final String cookies;

  /** How somebody looks at a page. */
  record Look(int width, int height, ColorScheme scheme, String language) {
    /** As on most phones. */
    static Look phone(String language) {
      return new Look(390, 844, ColorScheme.LIGHT, language);
    }

    @Override
    public String toString() {
      return "%dx%d-%s-%s"
          .formatted(width, height, scheme.name().toLowerCase(java.util.Locale.ROOT), language);
    }
  }

  /**
   * @param address of the pages
   */
  Chromium(String address) {
    this.address = address;
    this.browser = launch(playwright);
    this.cookies = login();
  }

  /** A browser that nobody is logged in with; its tests say which address they look at. */
  Chromium() {
    this.address = "";
    this.browser = launch(playwright);
    this.cookies = "";
  }

  private static Browser launch(Playwright playwright) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of("/usr/bin/chromium"))
                .setArgs(
                    List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync")));
  }

  /** Somebody whom an appliance does not know. */
  BrowserContext stranger(Look look, String there, boolean scripts) {
    BrowserContext context = browser.newContext(options(look, there, scripts));
    context.setDefaultTimeout(30_000);
    return context;
  }

  /** Somebody who is logged in and looks so. */
  BrowserContext context(Look look) {
    return context(look, true);
  }

  /** The same; a browser may have no scripts. */
  BrowserContext context(Look look, boolean scripts) {
    BrowserContext context =
        browser.newContext(options(look, address, scripts).setStorageState(cookies));
    context.addCookies(List.of(new Cookie("language", look.language()).setUrl(address)));
    context.setDefaultTimeout(30_000);
    return context;
  }

  private static Browser.NewContextOptions options(Look look, String there, boolean scripts) {
    return new Browser.NewContextOptions()
        .setBaseURL(there)
        .setViewportSize(look.width(), look.height())
        .setColorScheme(look.scheme())
        .setReducedMotion(ReducedMotion.REDUCE)
        .setLocale(look.language().equals("de") ? "de-DE" : "en-GB")
        .setTimezoneId("Europe/Berlin")
        .setJavaScriptEnabled(scripts);
  }

  private String login() {
    try (BrowserContext stranger =
        browser.newContext(new Browser.NewContextOptions().setBaseURL(address))) {
      Page page = stranger.newPage();
      page.navigate("/login");
      page.fill("input[name=user]", "admin");
      page.fill("input[name=password]", DemoCabinet.PASSWORD);
      page.click("button[type=submit]");
      page.waitForURL("**/");
      return stranger.storageState();
    }
  }

  @Override
  public void close() {
    playwright.close();
  }
}
