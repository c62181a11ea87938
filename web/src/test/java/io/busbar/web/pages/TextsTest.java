package io.busbar.web.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The words of the pages in all languages, held against each other and against their use. */
class TextsTest {
  private static final Pattern USED =
      Pattern.compile("texts(?:\\(\\))?\\s*\\.get\\(\\s*\"([a-z.]+)\"");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([0-9])");

  /** Their keys are made of the names of the configuration. */
  private static final Set<String> MADE = Set.of("title", "help", "unit", "choice");

  /** Their keys end with a word that the appliance or a viewer gives. */
  private static final Set<String> BY_WORD =
      Set.of(
          "bus",
          "cause",
          "clock",
          "certificate",
          "cloudtest",
          "event",
          "events",
          "io",
          "leg",
          "manual",
          "nav",
          "part",
          "platform",
          "quality",
          "reason",
          "refusal",
          "registers",
          "rehearsal",
          "report",
          "reset",
          "role",
          "rule",
          "scan",
          "section",
          "state",
          "theme",
          "tixmlerror",
          "variable",
          "variables",
          "wizard");

  static Stream<String> groups() {
    return Texts.GROUPS.stream();
  }

  @ParameterizedTest
  @MethodSource("groups")
  void everyLanguageHasTheSameTexts(String group) {
    Properties english = Texts.properties(group, Locale.ENGLISH);
    Properties german = Texts.properties(group, Locale.GERMAN);
    assertEquals(keys(english), keys(german));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void everyLanguageFillsInTheSame(String group) {
    Properties english = Texts.properties(group, Locale.ENGLISH);
    Properties german = Texts.properties(group, Locale.GERMAN);
    for (String key : keys(english)) {
      assertEquals(placeholders(english, key), placeholders(german, key), key);
    }
  }

  @ParameterizedTest
  @MethodSource("groups")
  void everyTextCanBeFilledIn(String group) {
    for (Locale language : Texts.LANGUAGES) {
      Properties texts = Texts.properties(group, language);
      for (String key : texts.stringPropertyNames()) {
        String text = texts.getProperty(key);
        assertFalse(text.isBlank(), key);
        assertFalse(text.matches(".*(?<!')'(?!').*"), key + ": an apostrophe is written twice");
        new MessageFormat(text, language);
      }
    }
  }

  @Test
  void everyTextThatIsUsedIsThereAndEveryTextThatIsThereIsUsed() throws IOException {
    String sources = sources();
    Set<String> unused = new TreeSet<>();
    for (String group : Texts.GROUPS) {
      unused.addAll(keys(Texts.properties(group, Locale.ENGLISH)));
    }
    Matcher used = USED.matcher(sources);
    int uses = 0;
    while (used.find()) {
      uses++;
      if (!used.group(1).endsWith(".")) {
        assertTrue(Texts.of(Locale.ENGLISH).find(used.group(1)) != null, used.group(1));
      }
    }
    assertTrue(uses > 50, "the search for uses finds almost nothing: " + uses);
    unused.removeIf(key -> sources.contains("\"" + key + "\""));
    unused.removeIf(key -> MADE.contains(first(key)) || BY_WORD.contains(first(key)));
    assertEquals(Set.of(), unused);
  }

  @Test
  void anUnknownLanguageGetsEnglishWhateverTheMachineSpeaks() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals("en", Texts.of(Locale.FRENCH).language());
      assertEquals("Overview", Texts.of(Locale.ENGLISH).get("nav.overview"));
      assertEquals("Übersicht", Texts.of(Locale.GERMAN).get("nav.overview"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aMissingTextIsADefect() {
    Texts texts = Texts.of(Locale.ENGLISH);
    assertThrows(MissingResourceException.class, () -> texts.get("nobody.wrote.this"));
  }

  /** Help in English stands in the schema. */
  private static Set<String> keys(Properties texts) {
    Set<String> keys = new TreeSet<>(texts.stringPropertyNames());
    keys.removeIf(key -> key.startsWith("help."));
    return keys;
  }

  private static String first(String key) {
    return key.substring(0, key.indexOf('.'));
  }

  private static Set<String> placeholders(Properties texts, String key) {
    Set<String> found = new TreeSet<>();
    Matcher placeholder = PLACEHOLDER.matcher(texts.getProperty(key));
    while (placeholder.find()) {
      found.add(placeholder.group(1));
    }
    return found;
  }

  private static String sources() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (String folder : new String[] {"src/main/jte", "src/main/java"}) {
      try (Stream<Path> all = Files.walk(Path.of(folder))) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          sources.append(Files.readString(file));
        }
      }
    }
    return sources.toString();
  }
}
