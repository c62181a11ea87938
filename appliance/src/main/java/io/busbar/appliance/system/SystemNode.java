package io.busbar.appliance.system;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One name of the system's answer with its text or what is below it.
 *
 * @param text null for a branch
 * @param children empty for a leaf, and for a branch that this machine has nothing for
 */
public record SystemNode(String name, @Nullable String text, List<SystemNode> children) {
  public SystemNode {
    children = List.copyOf(children);
  }

  /** A branch. */
  static SystemNode branch(String name, List<SystemNode> children) {
    return new SystemNode(name, null, children);
  }

  /**
   * What is at a path below this node.
   *
   * @param path names with {@code /} between them; empty for this node itself
   * @return null when there is nothing
   */
  public @Nullable SystemNode at(String path) {
    SystemNode node = this;
    for (String name : path.split("/")) {
      if (!name.isEmpty()) {
        SystemNode parent = node;
        node =
            parent.children().stream()
                .filter(child -> child.name().equals(name))
                .findFirst()
                .orElse(null);
        if (node == null) {
          return null;
        }
      }
    }
    return node;
  }

  /** Gathers the children of a branch; what is not known is left out. */
  static final class Branch {
    private final List<SystemNode> children = new ArrayList<>();

    /** A leaf, if its text is known. */
    Branch leaf(String name, @Nullable Object text) {
      if (text != null && !text.toString().isEmpty()) {
        children.add(new SystemNode(name, text.toString(), List.of()));
      }
      return this;
    }

    /** A branch, also when it is empty. */
    Branch branch(String name, Branch below) {
      children.add(SystemNode.branch(name, below.children));
      return this;
    }

    List<SystemNode> children() {
      return children;
    }
  }
}
