package io.busbar.web.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every word of the pages in one language. Each group of pages has a file of its own, in English
 * ({@code devices.properties}) and in each other language ({@code devices_de.properties}); a test
 * holds them against each other.
 */
public final class Texts {
  /** The groups of texts; a group is a pair of files. */
  static final List<String> GROUPS =
      List.of(
          "messages",
          "values",
          "forms",
          "settings",
          "devices",
          "scan",
          "registers",
          "io",
          "entrance",
          "users",
          "system",
          "refusals",
          Reasons.GROUP,
          "support",
          "cloud",
          "sections",
          "wizard");

  /** The languages that there are, English first. */
  public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

  private static final Map<Locale, Texts> LOADED = new ConcurrentHashMap<>();

  private final Locale locale;
  private final Map<String, String> words;
  private final Reasons reasons;

  private Texts(Locale locale) {
    this.locale = locale;
    this.words = load(locale);
    this.reasons = new Reasons(locale);
  }

  /** The texts of a language; English when there are none of it. */
  public static Texts of(Locale wanted) {
    Locale known =
        LANGUAGES.stream()
            .filter(one -> one.getLanguage().equals(wanted.getLanguage()))
            .findFirst()
            .orElse(Locale.ENGLISH);
    return LOADED.computeIfAbsent(known, Texts::new);
  }

  /**
   * The text of a key, with its {@code {0}}, {@code {1}} filled in.
   *
   * @throws MissingResourceException there is no such key
   */
  public String get(String key, Object... arguments) {
    String text = find(key);
    if (text == null) {
      throw new MissingResourceException("no text " + key + " in " + language(), "Texts", key);
    }
    return new MessageFormat(text, locale).format(arguments);
  }

  /** The text of a key as it stands, without anything filled in; null when there is none. */
  public @Nullable String find(String key) {
    return words.get(key);
  }

  /**
   * What the appliance says in English of a bus, a device, a value or a cloud, in the language of
   * the page; what is not known in it stays English.
   */
  public String reason(String english) {
    return reasons.say(english);
  }

  /** The same of what may have no reason. */
  public @Nullable String reasonOrNull(@Nullable String english) {
    return english == null ? null : reasons.say(english);
  }

  /** Language tag, as the page's {@code lang} has it. */
  public String language() {
    return locale.toLanguageTag();
  }

  /** The language. */
  public Locale locale() {
    return locale;
  }

  private static Map<String, String> load(Locale locale) {
    Map<String, String> all = new HashMap<>();
    for (String group : GROUPS) {
      properties(group, locale)
          .forEach((key, text) -> {
            if (all.put((String) key, (String) text) != null) {
              throw new IllegalStateException(group + ": " + key + " is in another group too");
            }
          });
    }
    return Map.copyOf(all);
  }

  static Properties properties(String group, Locale locale) {
    String file =
        group + (locale.equals(Locale.ENGLISH) ? "" : "_" + locale.getLanguage()) + ".properties";
    // Not a ResourceBundle: that falls back to the machine's language before it takes English.
    try (InputStream in = Texts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + file + "; build it again");
      }
      Properties properties = new Properties();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
