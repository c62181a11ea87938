package io.busbar.web;

import io.busbar.web.pages.Texts;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** In which language somebody who has not logged in is answered. */
final class Languages {
  private static final Logger LOG = LoggerFactory.getLogger(Languages.class);
  private static final int LONGEST = 200;

  private Languages() {}

  /** What the browser prefers of ours; English when it says nothing that we know. */
  static Locale of(Context ctx) {
    String wanted = ctx.header("Accept-Language");
    if (wanted == null || wanted.length() > LONGEST) {
      return Locale.ENGLISH;
    }
    try {
      Locale best = Locale.lookup(LanguageRange.parse(wanted), Texts.LANGUAGES);
      return best == null ? Locale.ENGLISH : best;
    } catch (IllegalArgumentException e) {
      LOG.debug("no languages: {}", wanted, e);
      return Locale.ENGLISH;
    }
  }
}
