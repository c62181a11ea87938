package io.busbar.appliance.cloud;

/**
 * Where a broker listens.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 */
record Endpoint(String host, int port, boolean tls) {
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;

  /**
   * The endpoint of {@code tcp://host[:port]} or {@code ssl://host[:port]}.
   *
   * @throws LinkException the text has another form
   */
  static Endpoint of(String url) throws LinkException {
    boolean tls = url.startsWith("ssl://");
    if (!tls && !url.startsWith("tcp://")) {
      throw malformed(url);
    }
    String place = url.substring("tcp://".length());
    int colon = place.lastIndexOf(':');
    boolean hasPort = colon > place.lastIndexOf(']');
    String host = hasPort ? place.substring(0, colon) : place;
    int port = tls ? TLS_PORT : PLAIN_PORT;
    if (hasPort) {
      port = port(url, place.substring(colon + 1));
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw malformed(url);
    }
    return new Endpoint(host, port, tls);
  }

  private static int port(String url, String digits) throws LinkException {
    try {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new LinkException(malformed(url).failure(), e);
    }
    throw malformed(url);
  }

  private static LinkException malformed(String url) {
    return new LinkException(
        LinkFailure.Kind.UNKNOWN_HOST,
        "got the broker address `"
            + url
            + "`, want tcp://host:1883 or ssl://host:8883 with a port of 1 to 65535");
  }
}
