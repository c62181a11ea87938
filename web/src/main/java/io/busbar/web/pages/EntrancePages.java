package io.busbar.web.pages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Locale;
import java.util.Map;

/** The pages that strangers see. */
public final class EntrancePages {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, EntrancePages.class.getClassLoader(), "io.busbar.web.pages");
  private final Map<String, String> assets;

  /**
   * @param assets address by file name
   */
  public EntrancePages(Map<String, String> assets) {
    this.assets = Map.copyOf(assets);
  }

  /** Where somebody becomes the first administrator. */
  public String claim(Entrance entrance, Locale language) {
    return render("claim.jte", entrance, language);
  }

  /** Where users log in. */
  public String login(Entrance entrance, Locale language) {
    return render("login.jte", entrance, language);
  }

  /** One text of these pages. */
  public String text(Locale language, String key) {
    return texts(language).get(key);
  }

  private String render(String template, Entrance entrance, Locale language) {
    StringOutput out = new StringOutput();
    engine.render(
        template,
        Map.of("texts", texts(language), "assets", assets, "entrance", entrance),
        out);
    return out.toString();
  }

  private static Texts texts(Locale language) {
    return Texts.of(language);
  }
}
