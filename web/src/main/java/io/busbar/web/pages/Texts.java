package io.busbar.web.pages;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Every word of the pages in one language, from {@code messages*.properties}. */
public final class Texts {
  private final Locale locale;
  private final ResourceBundle bundle;

  public Texts(Locale locale) {
    this("messages", locale);
  }

  /**
   * The words of one group of pages.
   *
   * @param group the name of its file
   */
  Texts(String group, Locale locale) {
    this.locale = locale;
    this.bundle =
        ResourceBundle.getBundle("io.busbar.web.pages." + group, locale, Texts.class.getModule());
  }

  /**
   * The text of a key, with its {@code {0}}, {@code {1}} filled in.
   *
   * @throws java.util.MissingResourceException there is no such key
   */
  public String get(String key, Object... arguments) {
    return new MessageFormat(bundle.getString(key), locale).format(arguments);
  }

  /** Language tag, as the page's {@code lang} has it. */
  public String language() {
    return locale.toLanguageTag();
  }

  Locale locale() {
    return locale;
  }
}
