package io.busbar.hwtest.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A DNS server (RFC 1035) that says of each name what a test wants. It answers one question of
 * class IN over UDP; of other types than A every name has nothing.
 */
public final class NameServer implements AutoCloseable {
  private static final int PORT = 53;
  private static final int HEADER = 12;
  private static final int LONGEST = 512;
  private static final short TYPE_A = 1;
  private static final short RESPONSE = (short) 0x8180;
  private static final short NO_SUCH_NAME = (short) 0x8183;
  private static final int SECONDS_TO_LIVE = 1;

  private final DatagramSocket socket;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** What is said of a name. */
  public sealed interface Answer {
    /** It has this IPv4 address. */
    record Address(String literal) implements Answer {}

    /** There is no such name. */
    record Unknown() implements Answer {}

    /** Nothing: whoever asks waits. */
    record Silence() implements Answer {}
  }

  /**
   * Answers from now on, at the port of DNS, which only root can take.
   *
   * @param address a loopback address of its own
   */
  public NameServer(String address) throws IOException {
    this(new InetSocketAddress(InetAddress.ofLiteral(address), PORT));
  }

  NameServer(InetSocketAddress address) throws IOException {
    socket = new DatagramSocket(address);
    Thread.ofPlatform().daemon().name("name server").start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Says this of a name from now on; of all others that they are unknown. */
  public void says(String name, Answer answer) {
    answers.put(name, answer);
  }

  @Override
  public void close() {
    socket.close();
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    while (!socket.isClosed()) {
      try {
        packet.setLength(LONGEST);
        socket.receive(packet);
        ByteBuffer question = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
        byte[] answer = answer(question.slice());
        if (answer.length > 0) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // Closed, or whoever asked has gone.
      }
    }
  }

  /** Empty for none. */
  private byte[] answer(ByteBuffer question) {
    int end = HEADER;
    StringBuilder name = new StringBuilder();
    for (int length = question.get(end); length > 0; length = question.get(end)) {
      byte[] label = new byte[length];
      question.get(end + 1, label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
      end += 1 + length;
    }
    short type = question.getShort(end + 1);
    end += 5;
    Answer known =
        answers.getOrDefault(name.toString().toLowerCase(Locale.ROOT), new Answer.Unknown());
    return switch (known) {
      case Answer.Silence() -> new byte[0];
      case Answer.Unknown() -> said(question, end, NO_SUCH_NAME, new byte[0]);
      case Answer.Address(String literal) ->
          said(
              question,
              end,
              RESPONSE,
              type == TYPE_A ? InetAddress.ofLiteral(literal).getAddress() : new byte[0]);
    };
  }

  /** The question with its answer: a pointer to the name, type, class, time to live, address. */
  private static byte[] said(ByteBuffer question, int end, short flags, byte[] address) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putShort(question.getShort(0)).putShort(flags).putShort((short) 1);
    header.putShort((short) (address.length > 0 ? 1 : 0)).putInt(0);
    out.writeBytes(header.array());
    byte[] asked = new byte[end - HEADER];
    question.get(HEADER, asked);
    out.writeBytes(asked);
    if (address.length > 0) {
      ByteBuffer record = ByteBuffer.allocate(12 + address.length);
      record.putShort((short) 0xC00C).putShort(TYPE_A).putShort((short) 1);
      record.putInt(SECONDS_TO_LIVE).putShort((short) address.length).put(address);
      out.writeBytes(record.array());
    }
    return out.toByteArray();
  }
}
