package io.busbar.web;

import io.busbar.web.pages.Pages;
import io.busbar.web.pages.View;
import io.javalin.http.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every group of pages works with.
 *
 * @param attached the appliance
 * @param pages makes HTML
 * @param viewer tells who looks and how
 * @param forms shows and takes parts of the configuration
 */
record Site(Attached attached, Pages pages, Viewer viewer, ConfigForms forms) {
  /** The appliance. */
  Console console() {
    return attached.console();
  }

  /** How this request's page is to look. */
  View view(Context ctx) {
    return viewer.of(ctx);
  }

  /** Answers with a page, or a part of one. */
  void show(
      Context ctx, View view, String template, Map<String, ? extends @Nullable Object> model) {
    Answers.page(ctx, pages.render(view, template, model));
  }
}
