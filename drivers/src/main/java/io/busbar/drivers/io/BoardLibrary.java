package io.busbar.drivers.io;

import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The carrier boards that are known; they ship with the program. */
public final class BoardLibrary {
  private static final String FOLDER = "/boards/";
  private static final DocumentSchema SCHEMA =
      DocumentSchema.of(BoardLibrary.class, FOLDER + "board.schema.json");

  private final Map<String, Board> boards;

  private BoardLibrary(Map<String, Board> boards) {
    this.boards = boards;
  }

  /** Those that ship. */
  public static BoardLibrary shipped() {
    return new BoardLibrary(
        new String(resource("index.txt"), StandardCharsets.UTF_8)
            .lines()
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(), id -> load(resource(id + ".json")))));
  }

  /** Every id, sorted. */
  public List<String> ids() {
    return boards.keySet().stream().sorted().toList();
  }

  /** What people call a board, if there is one of this id. */
  public Optional<String> title(@Nullable String id) {
    return find(id).map(Board::title);
  }

  /** Whether a board has lines of the Pi's own; else it has chips only. */
  public boolean hasLines(String id) {
    return find(id).stream()
        .anyMatch(board -> !board.inputs().isEmpty() || !board.outputs().isEmpty());
  }

  /** Whether a board has I2C chips. */
  public boolean hasChips(String id) {
    return find(id).stream().anyMatch(board -> !board.chips().isEmpty());
  }

  Optional<Board> find(@Nullable String id) {
    return id == null ? Optional.empty() : Optional.ofNullable(boards.get(id));
  }

  /** The lines of a bus with those of its board; what the bus names itself goes before. */
  GpioSettings with(GpioSettings own) {
    Board board = find(own.board()).orElse(null);
    if (board == null) {
      return own;
    }
    return new GpioSettings(
        own.name(),
        own.board(),
        merge(board.inputs(), own.inputs(), GpioSettings.Input::name),
        merge(board.outputs(), own.outputs(), GpioSettings.Output::name),
        own.counters(),
        own.saveCounters(),
        own.panel() == null ? board.panel() : own.panel());
  }

  /** The same for chips. */
  I2cSettings with(I2cSettings own) {
    Board board = find(own.board()).orElse(null);
    if (board == null) {
      return own;
    }
    return new I2cSettings(
        own.name(),
        own.board(),
        own.i2cBus(),
        own.pollInterval(),
        merge(board.chips(), own.chips(), I2cSettings.ChipSettings::name));
  }

  private static <T> List<T> merge(List<T> board, List<T> own, Function<T, String> name) {
    Map<String, T> all = new LinkedHashMap<>();
    board.forEach(each -> all.put(name.apply(each), each));
    own.forEach(each -> all.put(name.apply(each), each));
    return List.copyOf(all.values());
  }

  private static Board load(byte[] json) {
    try {
      return DocumentSchema.bind(SCHEMA.read(json), Board.class);
    } catch (RefusedException e) {
      throw new IllegalStateException("a carrier board ships with faults", e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = BoardLibrary.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + FOLDER + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
