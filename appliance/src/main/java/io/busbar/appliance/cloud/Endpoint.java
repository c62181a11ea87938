package io.busbar.appliance.cloud;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker listens.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param path of a WebSocket, with its slash; null for MQTT straight on TCP
 */
record Endpoint(String host, int port, boolean tls, @Nullable String path) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>tcp|ssl|ws|wss)://(?<host>\\[[^\\]/]+\\]|[^:/\\[\\]]+)"
              + "(:(?<port>[0-9]{1,5}))?(?<path>/[^?#]*)?");

  /**
   * The endpoint of {@code tcp://host[:port]}, {@code ssl://host[:port]}, {@code
   * ws://host[:port][/path]} or {@code wss://host[:port][/path]}.
   *
   * @throws LinkException the text has another form
   */
  static Endpoint of(String url) throws LinkException {
    Matcher parts = FORM.matcher(url);
    if (!parts.matches()) {
      throw malformed(url);
    }
    String scheme = parts.group("scheme");
    String path = parts.group("path");
    boolean web = scheme.startsWith("ws");
    if (!web && path != null) {
      throw malformed(url);
    }
    String digits = parts.group("port");
    int port = digits == null ? usualPort(scheme) : Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw malformed(url);
    }
    String host = parts.group("host");
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    boolean tls = scheme.equals("ssl") || scheme.equals("wss");
    return new Endpoint(host, port, tls, web ? (path == null ? "/" : path) : null);
  }

  /** What a WebSocket's greeting names; the socket under it is connected and verified already. */
  String webAddress() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return "ws://" + name + ":" + port + path;
  }

  private static int usualPort(String scheme) {
    return switch (scheme) {
      case "ssl" -> 8883;
      case "ws" -> 80;
      case "wss" -> 443;
      default -> 1883;
    };
  }

  private static LinkException malformed(String url) {
    return new LinkException(
        LinkFailure.Kind.UNKNOWN_HOST,
        "got the broker address `"
            + url
            + "`, want tcp://host:1883, ssl://host:8883, ws://host:80/path or wss://host:443/path"
            + " with a port of 1 to 65535");
  }
}
