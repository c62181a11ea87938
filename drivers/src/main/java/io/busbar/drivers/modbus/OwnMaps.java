package io.busbar.drivers.modbus;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.schema.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The register maps in a folder of the user: {@code <id>.json} each. */
final class OwnMaps {
  private static final Logger LOG = LoggerFactory.getLogger(OwnMaps.class);
  private static final String SUFFIX = ".json";

  /** Faults of one file that are told at once. */
  private static final int MOST_FAULTS = 20;

  private final GoodCopies copies;
  private final Path folder;
  private final Map<String, ObjectNode> written = new TreeMap<>();
  private final Map<String, ObjectNode> good = new TreeMap<>();
  private final Map<String, RegisterMap> maps = new TreeMap<>();
  private final List<String> alarms = new ArrayList<>();

  private OwnMaps(Path folder) {
    this.folder = folder;
    this.copies = new GoodCopies(folder.resolve("good"));
  }

  /** No folder, no maps. */
  static OwnMaps none() {
    return new OwnMaps(Path.of(""));
  }

  /** Reads a folder, and logs once what it refuses. */
  static OwnMaps read(Path folder) {
    OwnMaps own = new OwnMaps(folder);
    own.readAll();
    own.alarms.forEach(alarm -> LOG.warn("meters: {}", alarm));
    return own;
  }

  /** One map, which may be like a shipped one. */
  static RegisterMap parse(byte[] json) throws RefusedException {
    ObjectNode map = RegisterMapReader.read(json);
    return RegisterMapReader.bind(none().whole(map, Set.of()), map);
  }

  /** Those that can be used, by their ids. */
  Map<String, RegisterMap> maps() {
    return Map.copyOf(maps);
  }

  /** What is wrong with the others, one text for each file. */
  List<String> alarms() {
    return List.copyOf(alarms);
  }

  /** Keeps a copy of every map that is good. */
  void keepGood() {
    good.forEach(copies::keep);
  }

  private void readAll() {
    for (Path file : files()) {
      String name = file.getFileName().toString();
      String id = name.substring(0, name.length() - SUFFIX.length());
      try (InputStream in = Files.newInputStream(file)) {
        // One byte more than is allowed is enough to be refused.
        ObjectNode map = RegisterMapReader.read(in.readNBytes(DocumentSchema.MOST_BYTES + 1));
        checkId(map.path("id").asText(), id);
        written.put(id, map);
      } catch (RefusedException e) {
        refuse(id, e.problems());
      } catch (IOException e) {
        refuse(id, List.of(new Problem("", "cannot be read: " + e)));
      }
    }
    written.forEach(this::bind);
  }

  private List<Path> files() {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      alarms.add("the register maps in %s cannot be read: %s".formatted(folder, e));
      return List.of();
    }
  }

  private static void checkId(String id, String fileName) throws RefusedException {
    if (!id.equals(fileName)) {
      throw refusal("/id", "got %s, want %s, as the file is named".formatted(id, fileName));
    }
    if (RegisterLibrary.isShipped(id)) {
      throw refusal(
          "/id",
          ("got %s, which ships with Busbar, want an id of its own; to change only some of its"
                  + " points, add \"like\": \"%s\"")
              .formatted(id, id));
    }
  }

  private void bind(String id, ObjectNode map) {
    try {
      ObjectNode whole = whole(map, Set.of(id));
      maps.put(id, RegisterMapReader.bind(whole, map));
      good.put(id, whole);
    } catch (RefusedException e) {
      refuse(id, e.problems());
    }
  }

  /** A map with all that it takes over; {@code passed} are those that are like it. */
  private ObjectNode whole(ObjectNode map, Set<String> passed) throws RefusedException {
    if (!map.has("like")) {
      return map;
    }
    String like = map.get("like").asText();
    if (RegisterLibrary.isShipped(like)) {
      return RegisterMapReader.merge(RegisterLibrary.document(like), map);
    }
    ObjectNode other = written.get(like);
    if (other == null) {
      throw refusal("/like", "got " + like + ", want the id of a meter that is known");
    }
    Set<String> further = new TreeSet<>(passed);
    if (!further.add(like)) {
      throw refusal("/like", "got " + like + ", want one that is not in turn like this one");
    }
    return RegisterMapReader.merge(checked(like, whole(other, further), other), map);
  }

  /** Who is like a map that is refused is refused too. */
  private static ObjectNode checked(String id, ObjectNode whole, ObjectNode map)
      throws RefusedException {
    try {
      RegisterMapReader.bind(whole, map);
      return whole;
    } catch (RefusedException e) {
      throw refusal("/like", "got " + id + ", want one that is not refused itself");
    }
  }

  private void refuse(String id, List<Problem> problems) {
    RegisterMap copy = RegisterLibrary.isShipped(id) ? null : copies.find(id);
    if (copy != null) {
      maps.put(id, copy);
    }
    String faults =
        problems.stream().limit(MOST_FAULTS).map(Problem::toString).collect(joining("; "));
    int more = problems.size() - MOST_FAULTS;
    alarms.add(
        "the meter type in %s is refused and %s: %s%s"
            .formatted(
                folder.resolve(id + SUFFIX),
                copy == null ? "cannot be used" : "its last good version is used",
                faults,
                more > 0 ? "; and " + more + " more" : ""));
  }

  private static RefusedException refusal(String path, String message) {
    return new RefusedException(List.of(new Problem(path, message)));
  }
}
