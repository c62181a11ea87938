package io.busbar.web;

import java.net.InetAddress;

/**
 * Where the web server listens.
 *
 * @param port 0 to 65535; 0 takes any free port
 */
public record HttpAddress(InetAddress address, int port) {
  public HttpAddress {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("got port " + port + ", want 0 to 65535");
    }
  }

  /**
   * Reads {@code [ADDR:]PORT}. ADDR is a numeric address or {@code localhost}, an IPv6 address in
   * brackets; without it the address is 127.0.0.1. No name server is asked.
   *
   * @throws IllegalArgumentException the text is none of that
   */
  public static HttpAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
    try {
      return new HttpAddress(numeric(host), Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "got " + text + ", want [ADDR:]PORT such as 8080, 127.0.0.1:8080 or [::1]:8080", e);
    }
  }

  private static InetAddress numeric(String host) {
    if (host.equals("localhost")) {
      return InetAddress.ofLiteral("127.0.0.1");
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.indexOf(':') >= 0 && !bracketed) {
      throw new IllegalArgumentException("an IPv6 address wants brackets");
    }
    return InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host);
  }

  /** The address as it stands in a URL. */
  String host() {
    String literal = address.getHostAddress();
    return literal.indexOf(':') < 0 ? literal : "[" + literal + "]";
  }

  @Override
  public String toString() {
    return host() + ":" + port;
  }
}
