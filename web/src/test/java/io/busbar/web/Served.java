package io.busbar.web;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What each test of the server begins with: it listens, an appliance is behind it, one asks it. */
abstract class Served {
  final FakeConsole fake = new FakeConsole();
  WebServer server;
  Browser browser;

  @BeforeEach
  final void serve() throws Exception {
    server = listen();
    server.attach(attached());
    browser = new Browser(server.port());
  }

  @AfterEach
  final void end() {
    browser.close();
    server.close();
  }

  /** For a test with a tick or a clock of its own. */
  WebServer listen() throws WebServerException {
    return WebServer.start(HttpAddress.parse("0"));
  }

  /** For a test with an appliance of its own. */
  Console attached() throws ReflectiveOperationException {
    return fake.console();
  }
}
