package io.busbar.web.pages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages as HTML. Every text that goes in comes out escaped. */
public final class Pages {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), "io.busbar.web.pages");

  /**
   * A page or a part of one.
   *
   * @param template its file in {@code src/main/jte}
   * @param model what the template has as parameters besides {@code view}
   */
  public String render(View view, String template, Map<String, ? extends @Nullable Object> model) {
    Map<String, @Nullable Object> all = new HashMap<>(model);
    all.put("view", view);
    StringOutput out = new StringOutput();
    engine.render(template, all, out);
    return out.toString();
  }

  /** What every page says until the appliance is there; it loads itself again. */
  public String starting(View view) {
    Texts texts = view.texts();
    return message(view, texts.get("starting.title"), texts.get("starting.text"), null, 2);
  }

  /** A change that was taken and is not done yet. */
  public String pending(View view, String sentence) {
    return message(view, view.texts().get("set.pending"), sentence, null, 0);
  }

  /** An error, with the id that the log has, if it has one. */
  public String error(View view, int status, String sentence, @Nullable String id) {
    String title = view.texts().get("error.title", Integer.toString(status));
    return message(view, title, sentence, id, 0);
  }

  private String message(
      View view, String title, String sentence, @Nullable String id, int reloadSeconds) {
    Map<String, @Nullable Object> model = new HashMap<>();
    model.put("title", title);
    model.put("sentence", view.texts().reason(sentence));
    model.put("id", id);
    model.put("reloadSeconds", reloadSeconds);
    return render(view, "message.jte", model);
  }
}
