package io.busbar.appliance.cloud;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker that does what a test tells it, byte by byte; each connection runs the script anew. */
final class ScriptedBroker implements AutoCloseable {
  /** One connection's life; it is closed when the script returns. */
  interface Script {
    void play(Line line) throws IOException, InterruptedException;
  }

  /** An MQTT control packet: its first byte and all that stands after the remaining length. */
  record Packet(int head, ByteBuffer body) {
    int type() {
      return head >> 4;
    }

    /** Of a PUBLISH with QoS 1. */
    int publishId() {
      return body.getShort(2 + body.getShort(0)) & 0xffff;
    }

    /** Of a PUBLISH. */
    String payload() {
      int id = (head & 6) == 0 ? 0 : 2;
      int start = 2 + body.getShort(0) + id;
      byte[] bytes = new byte[body.capacity() - start];
      body.get(start, bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  static final int CONNECT = 1;
  static final int PUBLISH = 3;
  static final int SUBSCRIBE = 8;
  static final int PING = 12;
  static final int DISCONNECT = 14;

  /** One connection, seen from the broker. */
  record Line(DataInputStream in, OutputStream out, int number) {
    Packet read() throws IOException {
      int head = in.readUnsignedByte();
      int length = 0;
      int shift = 0;
      int digit;
      do {
        digit = in.readUnsignedByte();
        length |= (digit & 0x7f) << shift;
        shift += 7;
      } while ((digit & 0x80) != 0);
      byte[] body = new byte[length];
      in.readFully(body);
      return new Packet(head, ByteBuffer.wrap(body));
    }

    void write(int... bytes) throws IOException {
      byte[] packet = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        packet[i] = (byte) bytes[i];
      }
      out.write(packet);
      out.flush();
    }

    void connack(int code) throws IOException {
      read();
      write(0x20, 2, 0, code);
    }

    void puback(int id) throws IOException {
      write(0x40, 2, id >> 8, id & 0xff);
    }

    /** Nothing more is said; ends when the client closes. */
    void ignore() throws IOException {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  ScriptedBroker(Script script) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  ScriptedBroker(ServerSocket server, Script script) {
    this.server = server;
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            accept(script);
          }
        });
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  private void accept(Script script) {
    try {
      Socket socket = server.accept();
      open.add(socket);
      int number = connections.incrementAndGet();
      Thread.ofVirtual().start(() -> play(script, socket, number));
    } catch (IOException e) {
      // Closed, or a client that left at once.
    }
  }

  private static void play(Script script, Socket socket, int number) {
    try (socket) {
      script.play(
          new Line(new DataInputStream(socket.getInputStream()), socket.getOutputStream(), number));
    } catch (IOException | InterruptedException e) {
      // The client left; what it made of that is what the test looks at.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
