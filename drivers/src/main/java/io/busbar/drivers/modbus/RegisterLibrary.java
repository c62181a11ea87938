package io.busbar.drivers.modbus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.schema.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The types of meter that are known: those that ship with the program, and those of a folder of the
 * user. A shipped map is read when it is first asked for, the user's are read at once.
 */
public final class RegisterLibrary {
  private static final String FOLDER = "/register-maps/";

  /** The titles by their ids; so that they can be listed without reading every map. */
  private static final Map<String, String> SHIPPED = index();

  private final @Nullable Path folder;
  private final Map<String, RegisterMap> shipped = new ConcurrentHashMap<>();
  private volatile OwnMaps own;

  /** A library of what ships with the program. */
  public RegisterLibrary() {
    folder = null;
    own = OwnMaps.none();
  }

  /**
   * A library of what ships with the program and of the user's own maps.
   *
   * @param folder has a file {@code <id>.json} for each own map; it need not exist. A map that is
   *     refused is left out and told by {@link #alarms}. A shipped id is not replaced: an own map
   *     takes an id of its own and may be like the shipped one
   */
  public RegisterLibrary(Path folder) {
    this.folder = folder;
    own = OwnMaps.read(folder);
  }

  /** Reads the user's maps anew. What runs on a map goes on with the one that it was given. */
  public void reload() {
    if (folder != null) {
      own = OwnMaps.read(folder);
      own.keepGood();
    }
  }

  /** Every id, sorted. */
  public List<String> ids() {
    return Stream.concat(SHIPPED.keySet().stream(), own.maps().keySet().stream()).sorted().toList();
  }

  /** What to write in place of an id that is not known: one of the same maker, or which makers. */
  String hint(String unknown) {
    String maker = maker(unknown);
    String same =
        ids().stream().filter(id -> maker(id).equals(maker)).collect(Collectors.joining(", "));
    return same.isEmpty()
        ? ids().stream()
            .map(RegisterLibrary::maker)
            .distinct()
            .collect(Collectors.joining(", ", "maker-model with one of the makers ", ""))
        : "one of " + same;
  }

  private static String maker(String id) {
    return id.substring(0, Math.max(0, id.indexOf('-')));
  }

  /** The map of that id, if there is one. */
  public Optional<RegisterMap> find(String id) {
    return Optional.ofNullable(
        isShipped(id) ? shipped.computeIfAbsent(id, RegisterLibrary::load) : own.maps().get(id));
  }

  /** What people call the meter of that id, if there is one. */
  public Optional<String> title(String id) {
    String known = SHIPPED.get(id);
    return known == null ? find(id).map(RegisterMap::title) : Optional.of(known);
  }

  /**
   * Keeps a copy of every own map that is good, in {@code good} in its folder. When the file is
   * changed and refused later, the copy is used in its place: the meters that run on it go on.
   */
  public void keepGood() {
    own.keepGood();
  }

  /** Whether the map of that id is the user's and did not ship with the program. */
  public boolean isOwn(String id) {
    return own.maps().containsKey(id);
  }

  /** The user's maps that are refused, each with its faults, in words for the installer. */
  public List<String> alarms() {
    return own.alarms();
  }

  static boolean isShipped(String id) {
    return SHIPPED.containsKey(id);
  }

  /** A shipped map's document, with all that it takes over. */
  static ObjectNode document(String id) throws RefusedException {
    ObjectNode written = RegisterMapReader.read(resource(id + ".json"));
    return written.has("like")
        ? RegisterMapReader.merge(document(written.get("like").asText()), written)
        : written;
  }

  /**
   * A register map from its JSON text; it may be like a shipped one.
   *
   * @throws RefusedException it breaks the schema or itself; with every problem found
   */
  static RegisterMap parse(byte[] json) throws RefusedException {
    return OwnMaps.parse(json);
  }

  private static RegisterMap load(String id) {
    try {
      return RegisterMapReader.bind(document(id), RegisterMapReader.read(resource(id + ".json")));
    } catch (RefusedException e) {
      throw new IllegalStateException("the register map " + id + " ships with faults", e);
    }
  }

  private static Map<String, String> index() {
    return new String(resource("index.txt"), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> parts[1]));
  }

  private static byte[] resource(String name) {
    try (InputStream in = RegisterLibrary.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + FOLDER + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
