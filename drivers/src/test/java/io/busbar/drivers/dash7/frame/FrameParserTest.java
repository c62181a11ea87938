package io.busbar.drivers.dash7.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.busbar.drivers.dash7.Vector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameParserTest {
  private final List<Frame> found = new ArrayList<>();
  private final FrameParser parser = new FrameParser();

  static List<Vector> vectors() {
    return Vector.all();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void findsAFrameCutAtAnyPlace(Vector vector) {
    for (int cut = 0; cut <= vector.bytes().length(); cut++) {
      found.clear();
      feed(vector.bytes().slice(0, cut));
      feed(vector.bytes().slice(cut, vector.bytes().length()));
      assertEquals(List.of(vector.frame()), found, "cut at " + cut);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void findsAFrameThatComesByteByByte(Vector vector) {
    feedBytewise(vector.bytes());
    assertEquals(List.of(vector.frame()), found);
    assertEquals(new FrameParser.Counts(1, 0, 0, 0), parser.counts());
  }

  @Test
  void findsAllFramesOfOneReadHoweverTheReadsAreCut() {
    Bytes all = join(Vector.all().stream().map(Vector::bytes).toList());
    List<Frame> wanted = Vector.all().stream().map(Vector::frame).toList();
    for (int size = 1; size < all.length(); size += size < 40 ? 1 : 97) {
      found.clear();
      for (int at = 0; at < all.length(); at += size) {
        feed(all.slice(at, Math.min(at + size, all.length())));
      }
      assertEquals(wanted, found, "reads of " + size);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00 C0 C0 00",
        "C0",
        "C0 C0 C0",
        "C0 00",
        "C0 00 01 01 08",
        "C0 00 01 01 08 A4 BE 20 40 00",
        "C0 00 C0 00 C0 00 C0 00",
        "FF FE FD 00 00",
        "C0 00 01 01 00 12 34",
        "C0 00 00 01 03 C0 00 C0 00 C0"
      })
  void findsTheFrameBehindNoise(String noise) {
    Vector vector = Vector.number(29);
    for (Bytes mixed :
        List.of(
            join(List.of(Bytes.hex(noise), vector.bytes())),
            join(List.of(vector.bytes(), Bytes.hex(noise), vector.bytes())))) {
      found.clear();
      feedBytewise(mixed);
      parser.silence(found::add);
      assertEquals(vector.frame(), found.getLast(), mixed.toString());
      assertEquals(mixed.length() / vector.bytes().length(), found.size(), mixed.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void findsTheNextFrameAfterOneWithAFlippedByte(Vector vector) {
    byte[] bad = vector.bytes().toArray();
    for (int at = 0; at < bad.length; at++) {
      byte[] spoilt = bad.clone();
      spoilt[at] ^= 0x11;
      found.clear();
      feed(Bytes.copyOf(spoilt));
      feed(vector.bytes());
      parser.silence(found::add);
      assertEquals(vector.frame(), found.getLast(), "flipped at " + at);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void findsTheNextFrameAfterOneWithAByteTooMuchOrTooFew(Vector vector) {
    int length = vector.bytes().length();
    for (int at = 0; at < length; at++) {
      Bytes before = vector.bytes().slice(0, at);
      for (Bytes spoilt :
          List.of(
              join(List.of(before, Bytes.of(0xC0), vector.bytes().slice(at, length))),
              join(List.of(before, vector.bytes().slice(at + 1, length))))) {
        found.clear();
        feed(spoilt);
        feed(vector.bytes());
        parser.silence(found::add);
        assertEquals(vector.frame(), found.getLast(), "at " + at);
      }
    }
  }

  @Test
  void countsWhatItThrowsAway() {
    feed(Bytes.hex("55 AA"));
    byte[] bad = Vector.number(1).bytes().toArray();
    bad[8] ^= 1;
    feed(Bytes.copyOf(bad));
    feed(Vector.number(2).bytes());
    assertEquals(new FrameParser.Counts(1, 1, 2 + bad.length, 0), parser.counts());
  }

  @Test
  void countsAJumpOfTheCounterAndKeepsTheFrame() {
    FrameWriter writer = new FrameWriter(254);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      frames.add(writer.write(new Frame.Logging(Bytes.of(i))));
    }
    frames.remove(2);
    frames.forEach(frame -> feed(Bytes.copyOf(frame)));
    assertEquals(4, found.size());
    assertEquals(1, parser.counts().counterJumps());
    assertEquals(List.of(254, 255, 1, 2), found.stream().map(Frame::counter).toList());
  }

  @Test
  void takesARestartOfTheCounterFromARebootedModem() {
    feed(Vector.number(30).bytes());
    feed(Vector.number(33).bytes());
    assertEquals(0, parser.counts().counterJumps());
  }

  @Test
  void takesAnEmptyFrameAndOneOfAnUnknownType() {
    feed(Bytes.hex("C0 00 07 01 00 FF FF"));
    feed(Bytes.hex("C0 00 08 77 01 F9 30 CC"));
    assertEquals(
        List.of(
            new Frame(7, new Frame.Alp(Bytes.EMPTY)),
            new Frame(8, new Frame.Unknown(0x77, Bytes.of(0xCC)))),
        found);
  }

  @Test
  void doesNotLetAFalseStartHoldBackAFrameOnAQuietLine() {
    feed(Bytes.hex("C0 00 01 01 FF 00 00"));
    feed(Vector.number(29).bytes());
    assertEquals(List.of(), found);
    parser.silence(found::add);
    assertEquals(List.of(Vector.number(29).frame()), found);
  }

  @Test
  void findsEveryFrameBetweenRandomNoise() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    List<Frame> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      feed(Bytes.copyOf(noise));
      Vector vector = Vector.number(1 + i % 36);
      feed(vector.bytes());
      parser.silence(found::add);
      sent.add(vector.frame());
    }
    found.retainAll(sent);
    assertEquals(sent, found);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 249, 255})
  void refusesToWriteAPayloadThatAModemCannotTake(int length) {
    Frame.Content content = new Frame.Alp(Bytes.copyOf(new byte[length]));
    assertThrows(IllegalArgumentException.class, () -> new FrameWriter(0).write(content));
  }

  @Test
  void knowsTheCheckValuesOfItsCrc() {
    byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertEquals(0x29B1, Crc16.of(check, 0, check.length));
    assertEquals(0xFFFF, Crc16.of(check, 0, 0));
  }

  @Test
  void keepsControlCharactersOfAModemsLogOutOfOurs() {
    Frame.Logging log = new Frame.Logging(Bytes.hex("68 0A 1B 5B 32 4A E9 69 0A"));
    assertEquals("h..[2J.i", log.text());
  }

  private void feed(Bytes bytes) {
    byte[] data = bytes.toArray();
    parser.feed(data, 0, data.length, found::add);
  }

  private void feedBytewise(Bytes bytes) {
    byte[] data = bytes.toArray();
    for (int i = 0; i < data.length; i++) {
      parser.feed(data, i, 1, found::add);
    }
  }

  private static Bytes join(List<Bytes> parts) {
    byte[] all = new byte[parts.stream().mapToInt(Bytes::length).sum()];
    int at = 0;
    for (Bytes part : parts) {
      part.copyTo(all, at);
      at += part.length();
    }
    return Bytes.copyOf(all);
  }
}
