package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of complaints names tests that are there, and leaves no complaint out. */
class ComplaintsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "."), "..").toAbsolutePath().normalize();
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (C[0-9]+) \\|.*$");
  private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9]+(?:Test|IT))(?:\\.(\\w+))?`");

  @Test
  void everyComplaintHasItsRowAndEveryTestThatItNamesIsThere() throws IOException {
    Map<String, String> tests = sources();
    List<String> rows = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    int named = 0;
    Matcher row = ROW.matcher(Files.readString(ROOT.resolve("web/docs/complaints.md")));
    while (row.find()) {
      rows.add(row.group(1));
      Matcher test = TEST.matcher(row.group());
      while (test.find()) {
        named++;
        String source = tests.getOrDefault(test.group(1), "");
        String method = test.group(2) == null ? "class " + test.group(1) : test.group(2) + "(";
        if (!source.contains(" " + method)) {
          missing.add(test.group());
        }
      }
    }
    assertEquals(IntStream.rangeClosed(1, 22).mapToObj(i -> "C" + i).toList(), rows);
    assertEquals(List.of(), missing);
    assertTrue(named > 30, "the search finds almost no test: " + named);
  }

  /** The source of each test class by its name. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String module : new String[] {"drivers", "appliance", "web", "hw-test"}) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
        for (Path file : files.filter(ComplaintsTest::isTest).toList()) {
          String name = String.valueOf(file.getFileName()).replace(".java", "");
          sources.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return sources;
  }

  private static boolean isTest(Path file) {
    return file.toString().matches(".*(Test|IT)\\.java");
  }
}
