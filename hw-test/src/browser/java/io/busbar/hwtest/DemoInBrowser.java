package io.busbar.hwtest;

import com.microsoft.playwright.BrowserContext;
import io.busbar.hwtest.Chromium.Look;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The demo's cabinet and a browser that is logged in there, one of each for a class of tests. */
final class DemoInBrowser implements BeforeAllCallback, AfterAllCallback {
  private @Nullable DemoCabinet cabinet;
  private @Nullable Chromium chromium;

  @Override
  public void beforeAll(ExtensionContext tests) throws IOException, InterruptedException {
    cabinet = new DemoCabinet();
    chromium = new Chromium(cabinet().address());
  }

  /** Also called when only the first of them could be started. */
  @Override
  public void afterAll(ExtensionContext tests) throws IOException {
    if (chromium != null) {
      chromium.close();
    }
    if (cabinet != null) {
      cabinet.close();
    }
  }

  DemoCabinet cabinet() {
    return Objects.requireNonNull(cabinet);
  }

  /** Somebody who is logged in and looks so. */
  BrowserContext context(Look look) {
    return context(look, true);
  }

  /** The same; a browser may have no scripts. */
  BrowserContext context(Look look, boolean scripts) {
    return Objects.requireNonNull(chromium).context(look, scripts);
  }
}
