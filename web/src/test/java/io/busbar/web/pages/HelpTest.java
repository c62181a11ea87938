package io.busbar.web.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manual in both languages. */
class HelpTest {
  private static final Path TEMPLATES = Path.of("src/main/jte");
  private static final Pattern SECTION =
      Pattern.compile("<section id=\"([a-z]+)\">\\s*<h2>([^<]+)</h2>");
  private static final Pattern LINK = Pattern.compile("href=\"#([a-z]+)\"");
  private static final Pattern SHAPE =
      Pattern.compile("<(h3|ol|ul|li|dt|dd|a href=\"[^\"]+\"|@template\\.[a-z0-9]+)");

  /** Longer ones are read twice. */
  private static final int MOST_WORDS = 28;

  @ParameterizedTest
  @ValueSource(strings = {"de", "en"})
  void hasEverySectionInItsOrderUnderTheTitleOfTheContents(String language) throws IOException {
    Texts texts = Texts.of(Locale.of(language));
    List<String> found = new ArrayList<>();
    Matcher section = SECTION.matcher(manual(language));
    while (section.find()) {
      found.add(section.group(1));
      assertEquals(texts.get("manual." + section.group(1)), section.group(2));
    }
    assertEquals(Help.SECTIONS, found);
  }

  /** Same steps, same terms, same links: nothing was translated in one language only. */
  @Test
  void bothLanguagesAreBuiltAlike() throws IOException {
    assertEquals(shape("de"), shape("en"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "en"})
  void everyLinkWithinItLeadsSomewhere(String language) throws IOException {
    Matcher link = LINK.matcher(manual(language));
    while (link.find()) {
      assertTrue(Help.SECTIONS.contains(link.group(1)), link.group(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "en"})
  void itsSentencesAreShort(String language) throws IOException {
    String text =
        manual(language).replaceAll("(?s)@template.*?\\)\n", "").replaceAll("<[^>]+>", "");
    for (String sentence : text.split("[.!?:;]\\s|\\n")) {
      int words = sentence.strip().split("\\s+").length;
      assertTrue(words <= MOST_WORDS, words + " words: " + sentence);
    }
  }

  /** The numbers are those that the cloud test shows. */
  @ParameterizedTest
  @ValueSource(strings = {"de", "en"})
  void explainsEveryStageOfTheCloudTest(String language) throws IOException {
    for (int stage = 1; stage <= 8; stage++) {
      assertTrue(manual(language).contains("<dt>" + stage + " "), "stage " + stage);
    }
  }

  @Test
  void everyTixmlErrorOfTheReferenceIsExplainedInBothLanguages() throws IOException {
    int rows = 0;
    for (String line : Files.readAllLines(Path.of("../appliance/docs/tixml-errors.md"))) {
      Matcher number = Pattern.compile("^\\| -([0-9]+) \\|").matcher(line);
      if (number.find()) {
        rows++;
        for (Locale language : Texts.LANGUAGES) {
          assertNotNull(Texts.of(language).find("tixmlerror." + number.group(1)), line);
        }
      }
    }
    assertTrue(rows > 20, "the reference has almost no rows: " + rows);
  }

  private static List<String> shape(String language) throws IOException {
    List<String> shape = new ArrayList<>();
    Matcher part = SHAPE.matcher(manual(language));
    while (part.find()) {
      shape.add(part.group(1));
    }
    return shape;
  }

  private static String manual(String language) throws IOException {
    return Files.readString(TEMPLATES.resolve("manual" + language + ".jte"));
  }
}
