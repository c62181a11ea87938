package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the configuration is refused for is said in one place in English and in the texts of the
 * pages in every language: held against each other, sentence by sentence.
 */
class RefusalTextsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "."), "..").toAbsolutePath().normalize();
  private static final Pattern SAID =
      Pattern.compile(
          "Problem\\s*\\.of\\(.*?\"([a-z]+)\",\\s*\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.DOTALL);
  private static final String PREFIX = "refusal.";

  @Test
  void everySentenceThatCanBeToldInOtherLanguagesIsAmongTheTextsWordForWord() throws IOException {
    Map<String, String> said = new TreeMap<>();
    for (String module : new String[] {"drivers", "appliance"}) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(file -> find(file, said));
      }
    }
    assertEquals(said, texts());
  }

  private static void find(Path file, Map<String, String> said) {
    try {
      Matcher one = SAID.matcher(Files.readString(file));
      while (one.find()) {
        String sentence = one.group(2).replace("\\\"", "\"");
        for (int i = 0; sentence.contains("%s"); i++) {
          sentence = sentence.replaceFirst("%s", "{" + i + "}");
        }
        String before = said.put(one.group(1), sentence);
        assertEquals(before == null ? sentence : before, sentence, one.group(1) + " in " + file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> texts() throws IOException {
    Properties properties = new Properties();
    Path file = ROOT.resolve("web/src/main/resources/io/busbar/web/pages/refusals.properties");
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    Map<String, String> texts = new TreeMap<>();
    properties.forEach((key, text) ->
        texts.put(key.toString().substring(PREFIX.length()), text.toString().replace("''", "'")));
    return texts;
  }
}
