package io.busbar.hwtest.simulator;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Modbus TCP on the loopback address in front of one slave; any number of connections. */
public final class TcpFront implements AutoCloseable {
  private static final int HEADER = 7;
  private static final int LONGEST_PDU = 253;

  private final ModbusSlave slave;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * Listens from now on.
   *
   * @param port 0 for a free one
   * @throws IOException the port is taken
   */
  public TcpFront(int port, ModbusSlave slave) throws IOException {
    this.slave = slave;
    this.door = new ServerSocket();
    door.setReuseAddress(true);
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Thread.ofPlatform().daemon().name("slave tcp " + port()).start(this::accept);
  }

  /** The port it listens on. */
  public int port() {
    return door.getLocalPort();
  }

  /** How many connections it has accepted. */
  public int connections() {
    return connections.get();
  }

  /** Stops listening and cuts every connection, as a meter that loses power does. */
  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket socket = door.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread.ofPlatform().daemon().name("slave " + socket.getPort()).start(() -> serve(socket));
      } catch (IOException e) {
        if (!door.isClosed()) {
          throw new IllegalStateException("the slave's door is broken", e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (answer(in, socket.getOutputStream())) {}
    } catch (IOException | InterruptedException gone) {
      // The master has gone or close() was called: both end this connection and nothing else.
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  /** Answers one request; false when the connection is to be closed. */
  private boolean answer(DataInputStream in, OutputStream out)
      throws IOException, InterruptedException {
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER));
    if (header.limit() < HEADER) {
      return false;
    }
    int transaction = header.getShort(0) & 0xFFFF;
    int length = (header.getShort(4) & 0xFFFF) - 1;
    if (header.getShort(2) != 0 || length < 1 || length > LONGEST_PDU) {
      return false;
    }
    byte[] request = new byte[length];
    in.readFully(request);
    int unit = header.get(6) & 0xFF;
    if (!slave.is(unit)) {
      byte[] refusal = ModbusSlave.refusal(request[0], RefusalException.TARGET_SILENT);
      out.write(frame(transaction, 0, unit, refusal));
      return true;
    }
    return send(out, transaction, slave.answer(request));
  }

  private boolean send(OutputStream out, int transaction, byte[] answer)
      throws IOException, InterruptedException {
    byte[] good = frame(transaction, 0, slave.answeringUnit(), answer);
    switch (slave.fault()) {
      case Fault.None _, Fault.Refuses _, Fault.WrongUnit _ -> out.write(good);
      case Fault.Silent _ -> {}
      case Fault.BreaksOff _ -> out.write(Arrays.copyOf(good, good.length / 2));
      case Fault.Corrupt _ -> out.write(frame(transaction, 0x4242, slave.answeringUnit(), answer));
      case Fault.Late(var by) -> {
        Thread.sleep(by);
        out.write(good);
      }
      case Fault.WrongTransaction _ ->
          out.write(frame(transaction + 1, 0, slave.answeringUnit(), answer));
      case Fault.Closes _ -> {
        return false;
      }
    }
    return true;
  }

  private static byte[] frame(int transaction, int protocol, int unit, byte[] pdu) {
    return ByteBuffer.allocate(HEADER + pdu.length)
        .putShort((short) transaction)
        .putShort((short) protocol)
        .putShort((short) (pdu.length + 1))
        .put((byte) unit)
        .put(pdu)
        .array();
  }
}
