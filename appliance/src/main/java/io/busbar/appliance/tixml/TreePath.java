package io.busbar.appliance.tixml;

import io.busbar.appliance.process.Path;
import java.util.List;

/** Paths as commands and addresses have them, to paths as the trees have them. */
final class TreePath {
  /** The root's own names: of the answer (section 5) and of the address (section 2.1.1). */
  private static final List<String> ROOTS = List.of("/System/Properties", "/System", "/SYSTEM");

  private TreePath() {}

  /**
   * The path without a slash at its end; the root is the empty text. A path without a slash at its
   * beginning counts from the root: section 5 asks for {@code Ethernet/}.
   *
   * @throws CommandException the text is no path
   */
  static String of(String text) throws CommandException {
    String path = text.isEmpty() || text.startsWith("/") ? text : "/" + text;
    if (!Path.isPath(path)) {
      throw new CommandException(
          ErrorNumber.PATH_NOT_FOUND,
          "got a text that is no path, want one like /Process/Lan/PAC1/frequency: up to 16 names"
              + " of letters, digits, _ - and . with a / before each");
    }
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (String root : ROOTS) {
      if (trimmed.equals(root) || trimmed.startsWith(root + "/")) {
        return trimmed.substring(root.length());
      }
    }
    return trimmed;
  }
}
