package io.busbar.web.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that the sources of the pages keep. */
class TemplatesTest {
  private static final Path TEMPLATES = Path.of("src/main/jte");
  private static final Path JAVA = Path.of("src/main/java");
  private static final Path MESSAGES =
      Path.of("src/main/resources/io/busbar/web/pages/messages.properties");

  @Test
  void nothingIsUnescapedOrInline() throws IOException {
    Pattern banned =
        Pattern.compile(
            "\\$unsafe|<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)|javascript:",
            Pattern.CASE_INSENSITIVE);
    List<Path> templates = files(TEMPLATES, ".jte");
    assertFalse(templates.isEmpty());
    for (Path template : templates) {
      var found = banned.matcher(Files.readString(template));
      assertFalse(found.find(), () -> template + ": " + found.group());
    }
  }

  @Test
  void everyTextThatIsUsedIsThereAndEveryTextThatIsThereIsUsed() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (Path file :
        Stream.of(files(TEMPLATES, ".jte"), files(JAVA, ".java")).flatMap(List::stream).toList()) {
      sources.append(Files.readString(file));
    }
    Properties messages = new Properties();
    for (Path file : List.of(MESSAGES, MESSAGES.resolveSibling("entrance.properties"))) {
      try (var in = Files.newInputStream(file)) {
        messages.load(in);
      }
    }
    Set<String> keys = messages.stringPropertyNames();
    var used = Pattern.compile("texts\\.get\\(\\s*\"([a-z]+(?:\\.[a-z]+)?)\"").matcher(sources);
    while (used.find()) {
      assertTrue(keys.contains(used.group(1)), "missing: " + used.group(1));
    }
    Set<String> unused = new TreeSet<>(keys);
    // The words of states and qualities are found by the state itself.
    unused.removeIf(key -> sources.indexOf("\"" + key + "\"") >= 0);
    unused.removeIf(key -> key.startsWith("state.") || key.startsWith("quality."));
    assertEquals(Set.of(), unused);
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return new ArrayList<>(all.filter(file -> file.toString().endsWith(ending)).toList());
    }
  }
}
