package io.busbar.web;

import io.javalin.config.JettyConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** The socket: where it listens, what it bears, and what it says of requests that are no HTTP. */
final class Listener {
  private static final int MAX_CONNECTIONS = 64;
  private static final int MAX_HEADER = 8192;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(2);

  /** Browsers keep connections that nothing is under way on; a stop need not wait for those. */
  private static final Duration IDLE_AT_STOP = Duration.ofMillis(100);

  private Listener() {}

  static void configure(JettyConfig jetty, HttpAddress where) {
    jetty.modifyHttpConfiguration(Listener::limit);
    jetty.modifyServer(server -> {
      server.setErrorHandler(new PlainErrors());
      server.setStopTimeout(STOP.toMillis());
    });
    jetty.addConnector((server, http) -> connector(server, http, where));
  }

  private static void limit(HttpConfiguration http) {
    http.setRequestHeaderSize(MAX_HEADER);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, HttpAddress where) {
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(where.address().getHostAddress());
    connector.setPort(where.port());
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setShutdownIdleTimeout(IDLE_AT_STOP.toMillis());
    // A port in TIME_WAIT must not keep a restarted appliance from its page.
    connector.setReuseAddress(true);
    // As a bean of the connector it starts with it and sees every connection.
    connector.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
    return connector;
  }

  /** What Jetty answers by itself, before Javalin sees the request. */
  private static final class PlainErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Guard.HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
      response.getHeaders().put(new HttpField(HttpHeader.CONTENT_TYPE, "application/json"));
      String json =
          new String(
              Json.bytes(Map.of("error", "the request cannot be read as HTTP within the limits")),
              StandardCharsets.UTF_8);
      Content.Sink.write(response, true, json, callback);
      return true;
    }
  }
}
