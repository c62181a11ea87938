package io.busbar.appliance.tixml;

import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.ElementName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of the tree while it is built from paths, in time that grows with their number only. */
final class Branch {
  private Map<String, String> attributes = Map.of();

  /** Immutable while it is empty, as that of a leaf stays. */
  private Map<String, Branch> children = Map.of();

  /**
   * Adds a leaf.
   *
   * @param path from here, {@code /a/b}; empty for this branch itself
   */
  void add(String path, Map<String, String> leaf) {
    Branch at = this;
    int start = 1;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      at = at.child(path.substring(start, end));
      start = end + 1;
    }
    at.attributes = leaf;
  }

  private Branch child(String name) {
    if (children.isEmpty()) {
      children = new LinkedHashMap<>();
    }
    return children.computeIfAbsent(name, _ -> new Branch());
  }

  Element element(String name) {
    if (children.isEmpty()) {
      return new Element(ElementName.encode(name), attributes, List.of(), "");
    }
    List<Element> below = new ArrayList<>(children.size());
    children.forEach((child, branch) -> below.add(branch.element(child)));
    return new Element(ElementName.encode(name), attributes, below, "");
  }
}
