package io.busbar.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Addresses of our own pages with what they ask for. */
final class Addresses {
  private Addresses() {}

  /** A page with a query, its names in order and every text escaped. */
  static String of(String page, Map<String, String> query) {
    return new TreeMap<>(query)
        .entrySet().stream()
            .map(one ->
                one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", page + "?", ""));
  }
}
