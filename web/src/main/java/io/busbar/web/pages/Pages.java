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
  private final Map<String, String> assets;
  private final Texts texts;

  /**
   * Pages in one language.
   *
   * @param assets address by file name
   */
  public Pages(Map<String, String> assets, Texts texts) {
    this.assets = Map.copyOf(assets);
    this.texts = texts;
  }

  /**
   * The whole first page.
   *
   * @param still whether it stays as it is without a script, so that a form can be filled in
   */
  public String overview(Overview overview, boolean still) {
    return render("overview.jte", Map.of("overview", overview, "assets", assets, "still", still));
  }

  /** The part of the first page with the devices that are heard. */
  public String heard(Overview overview) {
    return render("heard.jte", Map.of("overview", overview));
  }

  /** The part of the first page above the values. */
  public String state(Overview overview) {
    return render("state.jte", Map.of("overview", overview));
  }

  /** The tables of the first page. */
  public String values(Overview overview) {
    return render("values.jte", Map.of("overview", overview));
  }

  /** What every page says until the appliance is there; it loads itself again. */
  public String starting() {
    return message(texts.get("starting.title"), texts.get("starting.text"), null, 2);
  }

  /** A change that was taken and is not done yet. */
  public String pending(String sentence) {
    return message(texts.get("set.pending"), sentence, null, 0);
  }

  /** An error, with the id that the log has, if it has one. */
  public String error(int status, String sentence, @Nullable String id) {
    return message(texts.get("error.title", Integer.toString(status)), sentence, id, 0);
  }

  private String message(String title, String sentence, @Nullable String id, int reloadSeconds) {
    Map<String, @Nullable Object> model = new HashMap<>();
    model.put("assets", assets);
    model.put("title", title);
    model.put("sentence", sentence);
    model.put("id", id);
    model.put("reloadSeconds", reloadSeconds);
    return render("message.jte", model);
  }

  private String render(String template, Map<String, ? extends @Nullable Object> model) {
    Map<String, @Nullable Object> all = new HashMap<>(model);
    all.put("texts", texts);
    StringOutput out = new StringOutput();
    engine.render(template, all, out);
    return out.toString();
  }
}
