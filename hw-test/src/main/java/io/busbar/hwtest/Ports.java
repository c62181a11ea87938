package io.busbar.hwtest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback address. */
public final class Ports {
  private Ports() {}

  /**
   * The port, or a free one for 0. Somebody else may take it before it is used; programs that must
   * be told their port leave no better way.
   *
   * @throws IOException the port is taken
   */
  public static int free(int wanted) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return probe.getLocalPort();
    }
  }
}
