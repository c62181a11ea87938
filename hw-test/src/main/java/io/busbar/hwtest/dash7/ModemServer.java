package io.busbar.hwtest.dash7;

import io.busbar.drivers.dash7.alp.Uid;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A simulated modem behind a serial device server: real TCP on the loopback address, one host at a
 * time. A pty that carries the same bytes to a device file makes it a local port.
 */
public final class ModemServer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ModemServer.class.getName());
  private static final int BUFFER = 4096;

  private final SimulatedModem modem;
  private int port;
  private @Nullable ServerSocket door;
  private @Nullable Socket host;
  private boolean mute;

  /**
   * Listens from now on.
   *
   * @param port 0 for a free one
   * @throws IOException the port is taken
   */
  public ModemServer(int port, Uid uid) throws IOException {
    this.port = port;
    this.modem = new SimulatedModem(uid, this::send);
    plug();
  }

  /** As the configuration has it. */
  public synchronized String url() {
    return "tcp://127.0.0.1:" + port;
  }

  /** The port it listens on. */
  public synchronized int port() {
    return port;
  }

  /** Whether a host is connected. */
  public synchronized boolean hasHost() {
    return host != null;
  }

  /** Does something with the modem, which is for one thread at a time. */
  public synchronized void modem(Consumer<SimulatedModem> action) {
    action.accept(modem);
  }

  /** Bytes on the line that no modem sent. */
  public synchronized void noise(byte[] bytes) {
    send(bytes);
  }

  /** A modem that hangs: it takes nothing and says nothing, and the line stays open. */
  public synchronized void mute(boolean now) {
    mute = now;
  }

  /** The server loses power: the connection breaks and no new one is taken. */
  public synchronized void unplug() throws IOException {
    if (door != null) {
      door.close();
      door = null;
    }
    if (host != null) {
      host.close();
      host = null;
    }
  }

  /** It comes back on the same port. */
  public synchronized void plug() throws IOException {
    ServerSocket fresh = new ServerSocket();
    fresh.setReuseAddress(true);
    fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    port = fresh.getLocalPort();
    door = fresh;
    Thread.ofPlatform().daemon().name("modem " + port).start(() -> accept(fresh));
  }

  @Override
  public void close() throws IOException {
    unplug();
  }

  private void accept(ServerSocket from) {
    try {
      while (!from.isClosed()) {
        Socket socket = from.accept();
        socket.setTcpNoDelay(true);
        take(socket);
        Thread.ofVirtual().name("modem host").start(() -> serve(socket));
      }
    } catch (IOException e) {
      LOG.log(Level.FINE, "the modem is unplugged", e);
    }
  }

  private synchronized void take(Socket socket) throws IOException {
    if (host != null) {
      host.close();
    }
    host = socket;
  }

  private void serve(Socket socket) {
    byte[] buffer = new byte[BUFFER];
    try (socket) {
      InputStream in = socket.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        receive(socket, buffer, count);
      }
    } catch (IOException e) {
      LOG.log(Level.FINE, "the host is gone", e);
    } finally {
      forget(socket);
    }
  }

  private synchronized void receive(Socket from, byte[] buffer, int count) {
    if (from.equals(host) && !mute) {
      modem.receive(buffer, 0, count);
    }
  }

  private synchronized void forget(Socket socket) {
    if (socket.equals(host)) {
      host = null;
    }
  }

  private synchronized void send(byte[] bytes) {
    if (host == null || mute) {
      return;
    }
    try {
      host.getOutputStream().write(bytes);
    } catch (IOException e) {
      LOG.log(Level.FINE, "the host is gone", e);
    }
  }
}
