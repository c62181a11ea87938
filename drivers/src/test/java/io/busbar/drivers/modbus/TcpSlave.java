package io.busbar.drivers.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A raw TCP server that reads Modbus requests and plays bytes. */
final class TcpSlave implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
  private static final int REQUEST = 12;

  final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final Thread acceptor;

  /**
   * What a request, in hex, is answered with; {@code ID} stands for its transaction id, an empty
   * text for silence, {@code close} for closing the connection.
   */
  private volatile Function<String, String> script = _ -> "";

  private volatile boolean newestOnly;

  TcpSlave() throws IOException {
    this(0);
  }

  TcpSlave(int port) throws IOException {
    server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
    acceptor = Thread.ofPlatform().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void answers(Function<String, String> script) {
    this.script = script;
  }

  /** From now on a new connection ends the one before. */
  void serveNewestOnly() {
    newestOnly = true;
  }

  void answersAlways(String hex) {
    answers(_ -> hex);
  }

  int connections() {
    return clients.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        if (newestOnly && !clients.isEmpty()) {
          clients.getLast().close();
        }
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      while (true) {
        byte[] request = new byte[REQUEST];
        in.readFully(request);
        String hex = HEX.formatHex(request);
        asked.add(hex);
        String answer = script.apply(hex);
        if (answer.equals("close")) {
          return;
        }
        if (!answer.isEmpty()) {
          client.getOutputStream().write(HEX.parseHex(answer.replace("ID", hex.substring(0, 5))));
        }
      }
    } catch (IOException e) {
      // the master closed the connection
    }
  }

  private void awaitAcceptor() {
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    awaitAcceptor();
    for (Socket client : clients) {
      client.close();
    }
  }
}
