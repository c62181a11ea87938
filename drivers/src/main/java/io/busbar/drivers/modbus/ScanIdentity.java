package io.busbar.drivers.modbus;

import io.busbar.drivers.modbus.Identification.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a unit is that has answered: what to ask it in which order, and what its answers
 * mean. Knows no wire: {@link #next} is the question, {@link #answered} takes what came.
 */
final class ScanIdentity {
  /** A device that always says "more follows" is not asked for ever. */
  private static final int MOST_PAGES = 16;

  /** Models of a SunSpec device; the largest have some thirty. */
  private static final int MOST_MODELS = 64;

  private static final int BASIC = 1;
  private static final int REGULAR = 2;
  private static final int HOLDING = 3;
  private static final int SUNS = 0x5375;
  private static final int PEC = 0x6E53;
  private static final int END = 0xFFFF;
  private static final int REGISTERS = 0x1_0000;
  private static final int COMMON = 1;

  /** Maker and model in the SunSpec common model: 16 registers each, from its third on. */
  private static final int NAME_WORDS = 16;

  private final List<RegisterMap> library;
  private final Map<Integer, String> texts = new TreeMap<>();
  private final List<Integer> models = new ArrayList<>();
  private final Map<Place, int[]> registers = new LinkedHashMap<>();
  private final ArrayDeque<Integer> starts = new ArrayDeque<>(List.of(40_000, 50_000, 0));
  private final ArrayDeque<Place> places;
  private String sunspecName = "";
  private Stage stage = Stage.TEXTS;
  private @Nullable ScanQuestion question;
  private int pages;

  /** Address of the next header of the SunSpec chain. */
  private int chain;

  /** What the present question is about. */
  private enum Stage {
    TEXTS,
    MARK,
    HEADER,
    COMMON,
    PLACE
  }

  /**
   * @param library the maps that may be proposed
   */
  ScanIdentity(List<RegisterMap> library) {
    this.library = library;
    LinkedHashSet<Place> distinct = new LinkedHashSet<>();
    for (RegisterMap map : library) {
      if (map.identification() != null) {
        distinct.add(map.identification().place());
      }
    }
    this.places = new ArrayDeque<>(distinct);
    this.question = new ScanQuestion.Identify(BASIC, 0);
  }

  /** The next question; null when everything is known that can be. */
  @Nullable ScanQuestion next() {
    return question;
  }

  /** Takes the answer to {@link #next}. */
  void answered(ScanAnswer answer) {
    int[] words = answer instanceof ScanAnswer.Registers got ? got.array() : new int[0];
    question =
        switch (stage) {
          case TEXTS -> afterTexts(answer);
          case MARK -> afterMark(words);
          case HEADER -> afterHeader(words);
          case COMMON -> afterCommon(words);
          case PLACE -> afterPlace(words);
        };
  }

  private @Nullable ScanQuestion afterTexts(ScanAnswer answer) {
    pages++;
    if (!(answer instanceof ScanAnswer.Identity page)
        || !(question instanceof ScanQuestion.Identify asked)) {
      return nextStart();
    }
    page.objects().forEach(object -> texts.putIfAbsent(object.id(), object.text()));
    if (page.next() > asked.object() && pages < MOST_PAGES) {
      return new ScanQuestion.Identify(asked.code(), page.next());
    }
    return asked.code() == BASIC && (page.conformity() & 0x7F) >= REGULAR
        ? new ScanQuestion.Identify(REGULAR, 0)
        : nextStart();
  }

  private @Nullable ScanQuestion afterMark(int[] words) {
    int start = starts.removeFirst();
    if (words.length == 0 || words[0] != SUNS || words[1] != PEC) {
      return nextStart();
    }
    chain = start + 2;
    return header();
  }

  private @Nullable ScanQuestion afterHeader(int[] words) {
    if (words.length == 0 || words[0] == END || models.size() >= MOST_MODELS) {
      return nextPlace();
    }
    models.add(words[0]);
    int body = chain + 2;
    chain = body + words[1];
    if (words[0] != COMMON || words[1] < 2 * NAME_WORDS) {
      return header();
    }
    stage = Stage.COMMON;
    return new ScanQuestion.Read(HOLDING, body, 2 * NAME_WORDS);
  }

  private @Nullable ScanQuestion afterCommon(int[] words) {
    sunspecName = words.length == 0 ? "" : name(words);
    return header();
  }

  private @Nullable ScanQuestion afterPlace(int[] words) {
    registers.put(places.removeFirst(), words);
    return nextPlace();
  }

  private @Nullable ScanQuestion nextStart() {
    if (starts.isEmpty()) {
      return nextPlace();
    }
    stage = Stage.MARK;
    return new ScanQuestion.Read(HOLDING, starts.getFirst(), 2);
  }

  private @Nullable ScanQuestion header() {
    if (chain + 2 > REGISTERS) {
      return nextPlace();
    }
    stage = Stage.HEADER;
    return new ScanQuestion.Read(HOLDING, chain, 2);
  }

  private @Nullable ScanQuestion nextPlace() {
    stage = Stage.PLACE;
    Place place = places.peekFirst();
    return place == null
        ? null
        : new ScanQuestion.Read(place.function(), place.address(), place.words());
  }

  private static String name(int[] words) {
    return (text(words, 0) + " " + text(words, NAME_WORDS)).strip();
  }

  private static String text(int[] words, int from) {
    int[] own = Arrays.copyOfRange(words, from, from + NAME_WORDS);
    return AsciiText.read(own) instanceof Reading.Is(var value) ? value.toString().strip() : "";
  }

  /** What it says of itself by function 43/14, in the order of the objects; empty when nothing. */
  String says() {
    return String.join(" ", texts.values().stream().filter(text -> !text.isEmpty()).toList());
  }

  /** Maker and model by the SunSpec common model; empty when there is none. */
  String sunspecName() {
    return sunspecName;
  }

  /** The SunSpec models in their order; empty when it has none. */
  List<Integer> models() {
    return List.copyOf(models);
  }

  /** Maps that may fit, the best reason first; each once. */
  List<ScanProposal> proposals() {
    Map<String, ScanProposal> found = new LinkedHashMap<>();
    named(says(), "43/14 says ").forEach(one -> found.putIfAbsent(one.meter(), one));
    named(sunspecName, "SunSpec says ").forEach(one -> found.putIfAbsent(one.meter(), one));
    library.stream()
        .flatMap(map -> told(map).stream())
        .forEach(one -> found.putIfAbsent(one.meter(), one));
    for (RegisterMap map : library) {
      if (map.sunspecModel() != null && models.contains(map.sunspecModel())) {
        found.putIfAbsent(
            map.id(), new ScanProposal(map.id(), "SunSpec has model " + map.sunspecModel()));
      }
    }
    return List.copyOf(found.values());
  }

  /** The map, when its identification is what stands there. */
  private Optional<ScanProposal> told(RegisterMap map) {
    Identification wanted = map.identification();
    int[] words = wanted == null ? null : registers.get(wanted.place());
    String match =
        wanted == null || words == null || words.length == 0 ? null : wanted.match(words);
    return wanted == null || match == null
        ? Optional.empty()
        : Optional.of(
            new ScanProposal(
                map.id(),
                "%s register 0x%04X says %s"
                    .formatted(Area.read(wanted.function()).word(), wanted.address(), match)));
  }

  /** The maps whose maker and model stand in a text; of one maker only the longest model. */
  private List<ScanProposal> named(String text, String from) {
    String plain = plain(text);
    int longest = 0;
    List<ScanProposal> found = new ArrayList<>();
    for (RegisterMap map : library) {
      int length = map.sunspecModel() == null ? modelIn(plain, map.id()) : 0;
      if (length > longest) {
        longest = length;
        found.clear();
      }
      if (length > 0 && length == longest) {
        found.add(new ScanProposal(map.id(), from + text));
      }
    }
    return found;
  }

  /** Length of the model when maker and model of an id stand in a text; else 0. */
  private static int modelIn(String text, String id) {
    String[] parts = id.split("-", -1);
    for (int makers = 1; makers < parts.length; makers++) {
      String maker = String.join("", List.of(parts).subList(0, makers));
      String model = String.join("", List.of(parts).subList(makers, parts.length));
      if (text.contains(maker) && text.contains(model)) {
        return model.length();
      }
    }
    return 0;
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
