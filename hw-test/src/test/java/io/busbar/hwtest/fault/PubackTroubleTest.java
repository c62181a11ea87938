package io.busbar.hwtest.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.hwtest.fault.Layer.Piece;
import io.busbar.hwtest.fault.PubackTrouble.Kind;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PubackTroubleTest {
  private static final String CONNACK = "20020000";
  private static final String PING = "d000";

  private static String puback(int id) {
    return "4002%04x".formatted(id);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static List<String> hex(List<Piece> pieces) {
    return pieces.stream().map(piece -> HexFormat.of().formatHex(piece.bytes())).toList();
  }

  private static List<Piece> struck(Kind kind, String... packets) {
    return new PubackTrouble(kind, 1).get().feed(bytes(String.join("", packets)));
  }

  @Test
  void packetsAreFoundHoweverTheyAreCut() {
    // A PUBLISH of 200 bytes, whose length takes two.
    String publish = "30c801" + "00".repeat(200);
    byte[] stream = bytes(CONNACK + publish + PING + puback(7));
    for (int cut = 1; cut < stream.length; cut++) {
      MqttPackets packets = new MqttPackets();
      List<byte[]> all = new ArrayList<>(packets.feed(java.util.Arrays.copyOf(stream, cut)));
      all.addAll(packets.feed(java.util.Arrays.copyOfRange(stream, cut, stream.length)));
      assertEquals(
          List.of(CONNACK, publish, PING, puback(7)),
          all.stream().map(HexFormat.of()::formatHex).toList(),
          "cut at " + cut);
    }
  }

  @Test
  void everySecondIsLostUntilSoManyAre() {
    PubackTrouble trouble = new PubackTrouble(new Kind.Lost(2, 2), 1);
    String all = puback(1) + puback(2) + PING + puback(3) + puback(4) + puback(5) + puback(6);
    assertEquals(
        List.of(puback(1), PING, puback(3), puback(5), puback(6)),
        hex(trouble.get().feed(bytes(all))));
    assertEquals(2, trouble.struck());
  }

  @Test
  void onlyPubacksAreLate() {
    List<Piece> pieces = struck(new Kind.Late(Duration.ofSeconds(3)), CONNACK, puback(1), PING);
    assertEquals(
        List.of(Duration.ZERO, Duration.ofSeconds(3), Duration.ZERO),
        pieces.stream().map(Piece::later).toList());
  }

  @Test
  void eachComesTwice() {
    assertEquals(
        List.of(puback(1), puback(1), PING), hex(struck(new Kind.Twice(), puback(1), PING)));
  }

  @Test
  void shuffledOnesAreOutOfOrderAndAllThere() {
    ByteArrayOutputStream twenty = new ByteArrayOutputStream();
    for (int id = 1; id <= 20; id++) {
      twenty.writeBytes(bytes(puback(id)));
    }
    List<Piece> pieces =
        new PubackTrouble(new Kind.Shuffled(Duration.ofSeconds(1)), 1)
            .get()
            .feed(twenty.toByteArray());
    List<Duration> delays = pieces.stream().map(Piece::later).toList();
    assertEquals(20, delays.size());
    assertTrue(delays.stream().allMatch(later -> later.toMillis() < 1000));
    assertTrue(!delays.equals(delays.stream().sorted().toList()), "in order");
  }
}
