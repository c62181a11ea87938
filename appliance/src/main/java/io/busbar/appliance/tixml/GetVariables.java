package io.busbar.appliance.tixml;

import io.busbar.appliance.process.Latest;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.Quality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code <Get _="/Process/CloudConn/" ver="y"/>}: a variable or branch of the tree, under the last
 * name of its path (section 7.5); without a path all of it, as {@code SYSTEM} (section 5). The
 * reading of a branch is one consistent snapshot.
 *
 * <p>A value that is not GOOD bears its {@code quality}; one that never was is empty. The manual
 * has no word for it.
 */
public final class GetVariables implements Command {
  private static final String PROCESS = "/Process";

  private final ProcessTree tree;
  private final Supplier<Map<String, String>> system;

  /**
   * @param system what is known of the appliance itself: texts by their paths, {@code
   *     /Ethernet/MAC}; an empty one stands for a branch with nothing in it
   */
  public GetVariables(ProcessTree tree, Supplier<Map<String, String>> system) {
    this.tree = tree;
    this.system = system;
  }

  @Override
  public String name() {
    return "Get";
  }

  @Override
  public Element answer(Element command) throws CommandException {
    Arguments.onlyAttributes(command, List.of(Element.MAIN));
    @Nullable String path = command.value();
    return Element.of("Get", List.of(read(path == null ? "" : path)));
  }

  /**
   * The element of a path.
   *
   * @throws CommandException there is nothing of this path
   */
  public Element read(String text) throws CommandException {
    String path = TreePath.of(text);
    Branch found = new Branch();
    boolean any = false;
    if (path.isEmpty() || isAtOrBelow(path, PROCESS)) {
      String from = path.isEmpty() ? PROCESS : path;
      List<ProcessTree.Snapshot> variables = tree.under(from);
      any = variables != null;
      if (variables != null) {
        variables.forEach(variable ->
            found.add(variable.path().substring(path.length()), leaf(variable.latest())));
      }
    }
    if (!isAtOrBelow(path, PROCESS)) {
      for (Map.Entry<String, String> entry : system.get().entrySet()) {
        if (isAtOrBelow(entry.getKey(), path)) {
          found.add(
              entry.getKey().substring(path.length()),
              entry.getValue().isEmpty() ? Map.of() : Map.of(Element.MAIN, entry.getValue()));
          any = true;
        }
      }
    }
    if (!any) {
      throw new CommandException(
          ErrorNumber.PATH_NOT_FOUND,
          "got " + text + ", want a variable or branch; Get without a path shows all");
    }
    return found.element(path.isEmpty() ? "SYSTEM" : path.substring(path.lastIndexOf('/') + 1));
  }

  private static boolean isAtOrBelow(String path, String branch) {
    return path.startsWith(branch)
        && (path.length() == branch.length() || path.charAt(branch.length()) == '/');
  }

  private static Map<String, String> leaf(Latest latest) {
    String text = latest.value() == null ? "" : ValueText.of(latest.value());
    if (latest.quality() == Quality.GOOD) {
      return Map.of(Element.MAIN, text);
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(Element.MAIN, text);
    attributes.put("quality", latest.quality().name());
    return attributes;
  }
}
