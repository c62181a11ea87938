package io.busbar.hwtest.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.busbar.hwtest.fault.NameServer.Answer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NameServerTest {
  private static final String A = "0001";
  private static final String AAAA = "001c";

  @Test
  void saysOfEachNameWhatItIsTold() throws Exception {
    try (NameServer server =
        new NameServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      server.says("a.b", new Answer.Address("127.0.0.9"));
      server.says("mute.b", new Answer.Silence());
      assertEquals(
          "1234818000010001000000000161016200"
              + A
              + "0001"
              + "c00c00010001000000010004"
              + "7f000009",
          ask(server, "0161016200" + A));
      assertEquals(
          "1234818000010000000000000161016200" + AAAA + "0001", ask(server, "0161016200" + AAAA));
      assertEquals(
          "12348183000100000000" + "00000178" + "00" + A + "0001", ask(server, "017800" + A));
      assertThrows(SocketTimeoutException.class, () -> ask(server, "046d7574650162" + "00" + A));
    }
  }

  private static String ask(NameServer server, String name) throws IOException {
    byte[] question = HexFormat.of().parseHex("123401000001000000000000" + name + "0001");
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(500);
      socket.send(
          new DatagramPacket(
              question, question.length, InetAddress.getLoopbackAddress(), server.port()));
      DatagramPacket answer = new DatagramPacket(new byte[512], 512);
      socket.receive(answer);
      return HexFormat.of().formatHex(Arrays.copyOf(answer.getData(), answer.getLength()));
    }
  }
}
