package io.busbar.drivers.serial;

import io.busbar.drivers.BusException.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** A TCP connection as a line: a serial device server, or a device that speaks TCP itself. */
public final class SocketPort implements SerialPort {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A blocked socket read does not see an interruption, so no single one lasts longer. */
  private static final long SLICE_MILLIS = 100;

  private final String name;
  private final Socket socket;

  private SocketPort(String name, Socket socket) {
    this.name = name;
    this.socket = socket;
  }

  static SocketPort open(SerialSettings settings) throws Unavailable {
    String problem = PortName.problem(settings.port());
    if (problem != null) {
      throw new Unavailable(problem, "Correct the port of this bus");
    }
    URI uri = URI.create(settings.port());
    return connect(uri.getHost(), uri.getPort());
  }

  /**
   * Connects within 5 s.
   *
   * @throws Unavailable the host is unknown, not reachable or refuses the connection
   */
  public static SocketPort connect(String host, int port) throws Unavailable {
    return connect(host, port, CONNECT);
  }

  /**
   * Connects within so long.
   *
   * @throws Unavailable the host is unknown, not reachable or refuses the connection
   */
  public static SocketPort connect(String host, int port, Duration within) throws Unavailable {
    String name = host + " port " + port;
    InetSocketAddress address = new InetSocketAddress(bare(host), port);
    if (address.isUnresolved()) {
      throw new Unavailable(
          "the host name " + host + " is unknown",
          "Check the name, or give the IP address; name lookup needs a DNS server");
    }
    Socket socket = new Socket();
    try {
      socket.connect(address, (int) within.toMillis());
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      return new SocketPort(name, socket);
    } catch (IOException e) {
      close(socket);
      throw refusal(name, within, e);
    }
  }

  private static Unavailable refusal(String name, Duration within, IOException e) {
    return switch (e) {
      case SocketTimeoutException _ ->
          new Unavailable(
              name + " did not answer within " + within.toSeconds() + " s",
              "Check address, cable and firewall; is the device switched on?",
              e);
      case NoRouteToHostException _ ->
          new Unavailable(
              name + " cannot be reached: " + e.getMessage(),
              "Check address, network mask, gateway and cable",
              e);
      case ConnectException _ ->
          new Unavailable(
              name + " does not accept the connection: " + e.getMessage(),
              "Check the port number and that the device has this protocol switched on; some"
                  + " devices serve only one client at a time",
              e);
      default ->
          new Unavailable(name + " cannot be used: " + e.getMessage(), "Check the network", e);
    };
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) throws Unavailable {
    long end = System.nanoTime() + timeout.toNanos();
    while (!Thread.currentThread().isInterrupted()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      try {
        socket.setSoTimeout((int) Math.clamp(left, 1, SLICE_MILLIS));
        int count = socket.getInputStream().read(into, offset, length);
        if (count < 0) {
          throw new Unavailable(
              name + " closed the connection",
              "The device restarted or serves another client; it is connected again by itself");
        }
        return count;
      } catch (SocketTimeoutException e) {
        if (left <= SLICE_MILLIS) {
          return 0;
        }
      } catch (IOException e) {
        throw broken(e);
      }
    }
    return 0;
  }

  @Override
  public void write(byte[] bytes) throws Unavailable {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public int drain() throws Unavailable {
    try {
      InputStream in = socket.getInputStream();
      int drained = 0;
      while (in.available() > 0) {
        drained += (int) in.skip(in.available());
      }
      return drained;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public void close() {
    close(socket);
  }

  private Unavailable broken(IOException e) {
    return new Unavailable(
        "the connection to " + name + " broke: " + e.getMessage(),
        "Check cable and device; it is connected again by itself",
        e);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is written any more, so nothing is lost when the far end has gone already.
    }
  }

  /** An IPv6 address stands in brackets in a URI and without them elsewhere. */
  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
