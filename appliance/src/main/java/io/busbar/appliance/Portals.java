package io.busbar.appliance;

import io.busbar.appliance.cloud.juconn.JuconnType;
import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.tixml.Interpreter;
import io.busbar.appliance.tixml.codec.Element;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What portals that speak TiXML reach of this appliance. */
final class Portals {
  /** Where in the data folder the ids are that portals gave. */
  private static final String FOLDER = "juconn";

  private Portals() {}

  /**
   * The platform.
   *
   * @param interpreter asked for only when a portal commands something: it needs the door of the
   *     configuration, which needs the platform
   */
  static JuconnType type(Path data, Supplier<@Nullable Interpreter> interpreter, Logbook logbook) {
    return new JuconnType(
        data.resolve(FOLDER),
        command -> answer(Objects.requireNonNull(interpreter.get()), command),
        line -> logbook.append(Logbook.SUPPORT, Map.of("text", line)));
  }

  /** The platform for who only reads configurations, and connects to nothing. */
  static JuconnType unconnected() {
    return new JuconnType(Path.of(FOLDER), command -> Element.empty(command.name()), _ -> {});
  }

  private static Element answer(Interpreter interpreter, Element command) {
    return interpreter.answer(List.of(command)).getFirst();
  }
}
