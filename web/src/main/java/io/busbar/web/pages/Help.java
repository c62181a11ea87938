package io.busbar.web.pages;

import java.util.List;
import java.util.Map;

/** The manual: its sections, and which of them helps on which page. */
public final class Help {
  /** Where it is. */
  public static final String PATH = "/help";

  /** Every section in its order; each language's manual has them all. */
  public static final List<String> SECTIONS =
      List.of(
          "start",
          "wiring",
          "addresses",
          "quality",
          "cloud",
          "backlog",
          "sections",
          "journeys",
          "commands",
          "clock",
          "backup",
          "panel",
          "users",
          "glossary");

  /** By the key of a page in the navigation. */
  private static final Map<String, String> OF =
      Map.ofEntries(
          Map.entry("overview", "start"),
          Map.entry("values", "quality"),
          Map.entry("variables", "quality"),
          Map.entry("devices", "wiring"),
          Map.entry("scan", "addresses"),
          Map.entry("registers", "addresses"),
          Map.entry("io", "panel"),
          Map.entry("cloud", "cloud"),
          Map.entry("sections", "sections"),
          Map.entry("events", "sections"),
          Map.entry("journeys", "journeys"),
          Map.entry("logs", "journeys"),
          Map.entry("console", "commands"),
          Map.entry("report", "start"),
          Map.entry("system", "backup"),
          Map.entry("users", "users"),
          Map.entry("help", "start"));

  private Help() {}

  /** Whether a page of the navigation has a section of its own. */
  public static boolean knows(String place) {
    return OF.containsKey(place);
  }

  /** Where help for a page of the navigation is; the beginning for one that has no section. */
  static String address(String place) {
    return PATH + "#" + OF.getOrDefault(place, "start");
  }
}
