package io.busbar.web.pages;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that the sources of the pages keep. */
class TemplatesTest {
  private static final Path TEMPLATES = Path.of("src/main/jte");

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

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return new ArrayList<>(all.filter(file -> file.toString().endsWith(ending)).toList());
    }
  }
}
