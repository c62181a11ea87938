package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pages know the appliance's sentences by their English words. So these must stand in the
 * sources: who changes a sentence there changes it in {@code reasons.properties}, too.
 */
class ReasonTextsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "."), "..").toAbsolutePath().normalize();
  private static final Pattern COMMENT = Pattern.compile("/\\*(?s:.*?)\\*/|(?m:^\\s*//.*$)");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
  private static final Pattern GAP = Pattern.compile("\\{[0-9]}");
  private static final Pattern FILLED = Pattern.compile("(0x)?%[-+0,.\\d]*[a-zA-Z]");

  /** Said by Java or the kernel, and by no line of ours. */
  private static final String FOREIGN = "reason.part.java.";

  /** Between two pieces of a literal; in none of them. */
  private static final String END = "\0";

  private static final List<String> WHOLE = List.of(END);

  /** What stands before a sentence, and behind one. */
  private static final List<String> BEGINS = List.of(END, "; ", ". ", ": ");

  private static final List<String> ENDS = List.of(END, "; ", ". ");

  /** Of these every word could be made. */
  private static final Pattern STRAY = Pattern.compile("[a-rt-zA-Z]|[a-zA-Z]{2}");

  @Test
  void everyPieceOfEveryPatternStandsInTheSources() throws IOException {
    Sources sources = Sources.read();
    Map<String, String> lost = new TreeMap<>();
    patterns()
        .forEach((key, pattern) -> {
          for (String piece : GAP.split(pattern)) {
            if (!key.startsWith(FOREIGN) && !sources.have(piece)) {
              lost.put(key, piece);
            }
          }
        });
    assertEquals(Map.of(), lost, "sentences that changed: mend reasons.properties and its German");
  }

  @Test
  void aSentenceThatNobodySaysIsFound() throws IOException {
    Sources sources = Sources.read();
    assertTrue(sources.have("no answer from "));
    assertTrue(
        sources.have(
            ", which is not among the system's authorities; set caFile to that authority's certificate"));
    assertFalse(sources.have("no reply from "));
    assertFalse(sources.have("no answer from no answer from "));
    assertFalse(sources.have("check the cabel"));
  }

  private static Map<String, String> patterns() throws IOException {
    Properties properties = new Properties();
    Path file = ROOT.resolve("web/src/main/resources/io/busbar/web/pages/reasons.properties");
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    Map<String, String> patterns = new TreeMap<>();
    properties.forEach(
        (key, text) -> patterns.put(key.toString(), text.toString().replace("''", "'")));
    return patterns;
  }

  /**
   * What stands in the texts of a program, cut where a value is filled in.
   *
   * @param pieces all of them, with {@link #END} before, between and behind
   */
  private record Sources(String pieces) {
    static Sources read() throws IOException {
      StringBuilder pieces = new StringBuilder().append(END);
      for (Path file : files()) {
        String text = COMMENT.matcher(Files.readString(file)).replaceAll("");
        Matcher literal = LITERAL.matcher(text.replaceAll("\"\\s*\\+\\s*\"", ""));
        while (literal.find()) {
          for (String piece : FILLED.split(literal.group(1).replaceAll("\\\\(.)", "$1"))) {
            pieces.append(piece).append(END);
          }
        }
      }
      return new Sources(pieces.toString());
    }

    private static TreeSet<Path> files() throws IOException {
      TreeSet<Path> files = new TreeSet<>();
      for (String module : List.of("drivers", "appliance", "web")) {
        try (Stream<Path> all = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
          all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
        }
      }
      return files;
    }

    /** As a sentence of one piece, or as the end of one, whole ones, and the begin of one. */
    boolean have(String words) {
      return stand(BEGINS, words, ENDS) || inPieces(BEGINS, words);
    }

    private boolean inPieces(List<String> begins, String words) {
      for (int cut = words.length() - 1; cut > 0; cut--) {
        String first = words.substring(0, cut);
        String rest = words.substring(cut);
        if (!STRAY.matcher(first).matches()
            && stand(begins, first, WHOLE)
            && (stand(WHOLE, rest, ENDS) || inPieces(WHOLE, rest))) {
          return true;
        }
      }
      return false;
    }

    private boolean stand(List<String> begins, String words, List<String> ends) {
      return begins.stream()
          .anyMatch(begin -> ends.stream().anyMatch(end -> pieces.contains(begin + words + end)));
    }
  }
}
