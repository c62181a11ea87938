package io.busbar.drivers.modbus;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scan is to go through, as people write it. */
public final class ScanRanges {
  /** Most hosts of one scan. */
  static final int MOST_HOSTS = 1024;

  private static final int MOST_PARTS = 300;
  private static final Pattern UNITS = Pattern.compile("([0-9]{1,3})(?:-([0-9]{1,3}))?");
  private static final Pattern FOUR =
      Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
  private static final Pattern NET = Pattern.compile("([0-9.]+)/([0-9]{1,2})");
  private static final Pattern SPAN = Pattern.compile("([0-9.]+)-([0-9.]+)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:_-]{0,252})");

  private ScanRanges() {}

  /**
   * Unit ids such as {@code 1-32,40}, each once and sorted.
   *
   * @param most the highest allowed
   * @throws IllegalArgumentException with what came and what is wanted
   */
  public static List<Integer> units(String text, int least, int most) {
    TreeSet<Integer> units = new TreeSet<>();
    String[] parts = text.split(",", MOST_PARTS);
    for (String part : parts) {
      Matcher range = UNITS.matcher(part.strip());
      int from = range.matches() ? Integer.parseInt(range.group(1)) : -1;
      int to = from < 0 || range.group(2) == null ? from : Integer.parseInt(range.group(2));
      if (from < least || to < from || to > most) {
        throw new IllegalArgumentException(
            "got %s, want unit ids from %d to %d such as 1-32,40"
                .formatted(shown(part), least, most));
      }
      for (int unit = from; unit <= to; unit++) {
        units.add(unit);
      }
    }
    return List.copyOf(units);
  }

  /**
   * Hosts: a name or address, a net such as {@code 192.168.1.0/24} (without its first and last
   * address) or a range such as {@code 192.168.1.10-20}; at most 1024.
   *
   * @throws IllegalArgumentException with what came and what is wanted
   */
  public static List<String> hosts(String text) {
    Matcher net = NET.matcher(text);
    if (net.matches()) {
      return net(text, address(net.group(1), text), Integer.parseInt(net.group(2)));
    }
    Matcher span = SPAN.matcher(text);
    if (span.matches() && FOUR.matcher(span.group(1)).matches()) {
      String from = span.group(1);
      String last = span.group(2);
      String to = last.contains(".") ? last : from.substring(0, from.lastIndexOf('.') + 1) + last;
      return span(text, address(from, text), address(to, text));
    }
    if (!NAME.matcher(text).matches()) {
      throw refusal(text);
    }
    return List.of(FOUR.matcher(text).matches() ? dotted(address(text, text)) : text);
  }

  private static List<String> net(String text, long address, int bits) {
    if (bits < 22 || bits > 32) {
      throw new IllegalArgumentException(
          "got %s, want a net of /22 to /32: at most %d hosts".formatted(shown(text), MOST_HOSTS));
    }
    long size = 1L << (32 - bits);
    long first = address & -size;
    return size <= 2
        ? span(text, first, first + size - 1)
        : span(text, first + 1, first + size - 2);
  }

  private static List<String> span(String text, long from, long to) {
    if (to < from || to - from >= MOST_HOSTS) {
      throw new IllegalArgumentException(
          "got %s, want a range that goes up, of at most %d hosts"
              .formatted(shown(text), MOST_HOSTS));
    }
    List<String> hosts = new ArrayList<>();
    for (long address = from; address <= to; address++) {
      hosts.add(dotted(address));
    }
    return hosts;
  }

  private static long address(String text, String whole) {
    Matcher four = FOUR.matcher(text);
    if (!four.matches()) {
      throw refusal(whole);
    }
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(four.group(i));
      if (part > 255) {
        throw refusal(whole);
      }
      address = address << 8 | part;
    }
    return address;
  }

  private static String dotted(long address) {
    return "%d.%d.%d.%d"
        .formatted(address >> 24, address >> 16 & 0xFF, address >> 8 & 0xFF, address & 0xFF);
  }

  private static IllegalArgumentException refusal(String text) {
    return new IllegalArgumentException(
        "got %s, want a host such as 192.168.1.20, a net such as 192.168.1.0/24 or a range such as"
                .formatted(shown(text))
            + " 192.168.1.10-20");
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text.isBlank() ? "nothing" : text;
  }
}
