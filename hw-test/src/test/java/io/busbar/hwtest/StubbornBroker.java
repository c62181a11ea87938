package io.busbar.hwtest;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.Semaphore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A broker that answers every CONNECT with one CONNACK code; MQTT 3.1.1, with or without TLS. */
final class StubbornBroker implements AutoCloseable {
  private static final int CONNACK = 0x20;
  private static final int REMAINING_LENGTH = 2;
  private static final int ALWAYS = 1_000_000;
  private final ServerSocket door;
  private final int code;

  /** One for each CONNECT that may be answered. */
  private final Semaphore answers;

  private StubbornBroker(ServerSocket door, int code, int answers) {
    this.door = door;
    this.code = code;
    this.answers = new Semaphore(answers);
    Thread.ofPlatform().daemon().name("stubborn broker").start(this::serve);
  }

  /**
   * @param code 0 to 5 of MQTT 3.1.1, section 3.2.2.3
   */
  static StubbornBroker plain(int code) throws IOException {
    return new StubbornBroker(
        new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), code, ALWAYS);
  }

  /** Answers a CONNECT only when it is told to. */
  static StubbornBroker slow(int code) throws IOException {
    return new StubbornBroker(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), code, 0);
  }

  /** Lets a slow one answer the CONNECT that it holds, or the next one. */
  void answer() {
    answers.release();
  }

  /** Shows a certificate first. */
  static StubbornBroker tls(Path keyStore) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = new FileInputStream(keyStore.toFile())) {
      keys.load(file, Certificates.PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, Certificates.PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    return new StubbornBroker(
        tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress()),
        0,
        ALWAYS);
  }

  int port() {
    return door.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    door.close();
    answer();
  }

  private void serve() {
    while (!door.isClosed()) {
      try (Socket socket = door.accept()) {
        takeConnect(new DataInputStream(socket.getInputStream()));
        answers.acquireUninterruptibly();
        socket.getOutputStream().write(new byte[] {CONNACK, REMAINING_LENGTH, 0, (byte) code});
        socket.getOutputStream().flush();
        // The client hangs up, as it should after a refusal; an early close could overtake it.
        if (code != 0) {
          socket.getInputStream().read();
        }
      } catch (IOException refused) {
        // The client did not like the certificate, or close() was called: on to the next one.
      }
    }
  }

  /** Reads over a CONNECT packet, whose length fits in one or two bytes. */
  private static void takeConnect(DataInputStream in) throws IOException {
    in.readByte();
    int low = in.readUnsignedByte();
    int length = low < 0x80 ? low : (low & 0x7F) | (in.readUnsignedByte() << 7);
    in.readFully(new byte[length]);
  }
}
