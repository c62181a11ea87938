package io.busbar.drivers.dash7.layout;

import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.schema.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of node that are known. A library does not change; {@link #with} makes a larger one.
 */
public final class LayoutLibrary {
  private static final String FOLDER = "/file-layouts/";

  private final Map<String, FileLayout> layouts;

  /** Read once, however many libraries there are. */
  private static final class Shipped {
    static final DocumentSchema SCHEMA =
        DocumentSchema.of(LayoutLibrary.class, FOLDER + "file-layout.schema.json");
    static final LayoutLibrary ALL = load();
  }

  private LayoutLibrary(Map<String, FileLayout> layouts) {
    this.layouts = layouts;
  }

  /** The layouts that ship with the program. */
  public static LayoutLibrary shipped() {
    return Shipped.ALL;
  }

  /** Every id, sorted. */
  public List<String> ids() {
    return layouts.keySet().stream().sorted().toList();
  }

  /** The layout of that id, with the files of every layout it includes. */
  public Optional<FileLayout> find(String id) {
    return Optional.ofNullable(layouts.get(id));
  }

  /** The ids of the layouts that have a file of this length. */
  public List<String> matching(int file, int length) {
    return ids().stream().filter(id -> has(id, file, length)).toList();
  }

  /**
   * This library and one layout more.
   *
   * @throws RefusedException the text breaks the schema or itself; with every problem found
   */
  public LayoutLibrary with(byte[] json) throws RefusedException {
    FileLayout layout = DocumentSchema.bind(Shipped.SCHEMA.read(json), FileLayout.class);
    List<FileForm> files = new ArrayList<>(layout.files());
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < layout.includes().size(); i++) {
      String id = layout.includes().get(i);
      @Nullable FileLayout included = layouts.get(id);
      if (included == null) {
        problems.add(
            new Problem(
                "/includes/" + i, "got " + id + ", want one of " + String.join(", ", ids())));
      } else {
        files.addAll(included.files());
      }
    }
    FileLayout whole =
        new FileLayout(
            layout.id(),
            layout.title(),
            layout.source(),
            layout.includes(),
            layout.period(),
            layout.periodFrom(),
            files);
    problems.addAll(whole.problems());
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
    Map<String, FileLayout> more = new LinkedHashMap<>(layouts);
    more.put(whole.id(), whole);
    return new LayoutLibrary(more);
  }

  private boolean has(String id, int file, int length) {
    return find(id).flatMap(layout -> layout.form(file, length)).isPresent();
  }

  /** A layout stands in the index behind those it includes. */
  private static LayoutLibrary load() {
    LayoutLibrary library = new LayoutLibrary(Map.of());
    for (String id : new String(resource("index.txt"), StandardCharsets.UTF_8).lines().toList()) {
      try {
        library = library.with(resource(id + ".json"));
      } catch (RefusedException e) {
        throw new IllegalStateException("the file layout " + id + " ships with faults", e);
      }
    }
    return library;
  }

  private static byte[] resource(String name) {
    try (InputStream in = LayoutLibrary.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + FOLDER + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
