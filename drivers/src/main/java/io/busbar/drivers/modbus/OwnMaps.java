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

/**
 * The register maps in a folder of the user.
 *
 * @param maps those that can be used, by their ids
 * @param alarms what is wrong with the others, one text for each file
 */
record OwnMaps(Map<String, RegisterMap> maps, List<String> alarms) {
  static final OwnMaps NONE = new OwnMaps(Map.of(), List.of());

  private static final Logger LOG = LoggerFactory.getLogger(OwnMaps.class);
  private static final String SUFFIX = ".json";

  /** Faults of one file that are told at once. */
  private static final int MOST_FAULTS = 20;

  OwnMaps {
    maps = Map.copyOf(maps);
    alarms = List.copyOf(alarms);
  }

  /** Reads a folder, and logs once what it refuses. */
  static OwnMaps read(Path folder) {
    Reader reader = new Reader(folder);
    reader.readAll();
    for (String alarm : reader.alarms) {
      LOG.warn("meters: {}", alarm);
    }
    return new OwnMaps(reader.maps, reader.alarms);
  }

  /** One map, which may be like a shipped one. */
  static RegisterMap parse(byte[] json) throws RefusedException {
    Reader reader = new Reader(Path.of(""));
    ObjectNode written = RegisterMapReader.read(json);
    return RegisterMapReader.bind(reader.whole(written, Set.of()), written);
  }

  private static final class Reader {
    private final Path folder;
    private final Map<String, ObjectNode> written = new TreeMap<>();
    private final Map<String, RegisterMap> maps = new TreeMap<>();
    private final List<String> alarms = new ArrayList<>();

    Reader(Path folder) {
      this.folder = folder;
    }

    void readAll() {
      for (Path file : files()) {
        String name = file.getFileName().toString();
        String id = name.substring(0, name.length() - SUFFIX.length());
        try (InputStream in = Files.newInputStream(file)) {
          // One byte more than is allowed is enough to be refused.
          ObjectNode map = RegisterMapReader.read(in.readNBytes(DocumentSchema.MOST_BYTES + 1));
          checkId(map.path("id").asText(), id);
          written.put(id, map);
        } catch (RefusedException e) {
          refuse(file, e.problems());
        } catch (IOException e) {
          refuse(file, List.of(new Problem("", "cannot be read: " + e)));
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
        refuse(folder, List.of(new Problem("", "cannot be read: " + e)));
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
        maps.put(id, RegisterMapReader.bind(whole(map, Set.of(id)), map));
      } catch (RefusedException e) {
        refuse(folder.resolve(id + SUFFIX), e.problems());
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

    private void refuse(Path file, List<Problem> problems) {
      String faults =
          problems.stream().limit(MOST_FAULTS).map(Problem::toString).collect(joining("; "));
      String more =
          problems.size() > MOST_FAULTS
              ? "; and %d more".formatted(problems.size() - MOST_FAULTS)
              : "";
      alarms.add("the meter type in " + file + " is refused and cannot be used: " + faults + more);
    }

    private static RefusedException refusal(String path, String message) {
      return new RefusedException(List.of(new Problem(path, message)));
    }
  }
}
