package io.busbar.drivers.modbus;

import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The types of meter that ship with the program. A map is read when it is first asked for. */
public final class RegisterLibrary {
  private static final String FOLDER = "/register-maps/";

  private final List<String> ids;
  private final Map<String, RegisterMap> loaded = new ConcurrentHashMap<>();

  /** The schema, read once however many libraries there are. */
  private static final class Schema {
    static final DocumentSchema MAP =
        DocumentSchema.of(RegisterLibrary.class, FOLDER + "register-map.schema.json");
  }

  public RegisterLibrary() {
    ids = new String(resource("index.txt"), StandardCharsets.UTF_8).lines().toList();
  }

  /** Every id, sorted. */
  public List<String> ids() {
    return ids;
  }

  /** The map of that id, if there is one. */
  public Optional<RegisterMap> find(String id) {
    return ids.contains(id)
        ? Optional.of(loaded.computeIfAbsent(id, RegisterLibrary::load))
        : Optional.empty();
  }

  /**
   * A register map from its JSON text.
   *
   * @throws RefusedException it breaks the schema; with every problem found
   */
  static RegisterMap parse(byte[] json) throws RefusedException {
    return DocumentSchema.bind(Schema.MAP.read(json), RegisterMap.class);
  }

  private static RegisterMap load(String id) {
    try {
      return parse(resource(id + ".json"));
    } catch (RefusedException e) {
      throw new IllegalStateException("the register map " + id + " ships with faults", e);
    }
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
