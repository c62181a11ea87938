package io.busbar.drivers.modbus;

import java.util.ArrayList;
import java.util.List;

/** What came back to one question of a scan. */
sealed interface ScanAnswer {
  /** The registers that were asked for, 0 to 65535 each. */
  record Registers(List<Integer> words) implements ScanAnswer {
    int[] array() {
      return words.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /**
   * One page of what the device says of itself.
   *
   * @param conformity 01h basic, 02h regular, 03h extended; 80h more when single objects can be
   *     read
   * @param next object to ask for next; -1 when this was the last page
   * @param objects texts by their ids, in order
   */
  record Identity(int conformity, int next, List<Text> objects) implements ScanAnswer {
    /** One object. */
    record Text(int id, String text) {}
  }

  /** The device is there and says no. */
  record Refused(int code) implements ScanAnswer {}

  /** Nothing came in time. */
  record Silence() implements ScanAnswer {}

  /** Something came that is no frame, or none of this question. */
  record Noise() implements ScanAnswer {}

  /** Longest text that is kept of one object. */
  int LONGEST_TEXT = 80;

  /** What an answer means, without unit id and CRC or header. */
  static ScanAnswer of(ScanQuestion question, byte[] answer) {
    int function = answer.length == 0 ? -1 : Byte.toUnsignedInt(answer[0]);
    if (function == (question.function() | 0x80) && answer.length == 2) {
      return new Refused(Byte.toUnsignedInt(answer[1]));
    }
    if (function != question.function()) {
      return new Noise();
    }
    return switch (question) {
      case ScanQuestion.Read read -> registers(read, answer);
      case ScanQuestion.Identify _ -> identity(answer);
    };
  }

  private static ScanAnswer registers(ScanQuestion.Read read, byte[] answer) {
    int bytes = 2 * read.count();
    if (answer.length != 2 + bytes || Byte.toUnsignedInt(answer[1]) != bytes) {
      return new Noise();
    }
    List<Integer> words = new ArrayList<>(read.count());
    for (int at = 2; at < answer.length; at += 2) {
      words.add(Byte.toUnsignedInt(answer[at]) << 8 | Byte.toUnsignedInt(answer[at + 1]));
    }
    return new Registers(List.copyOf(words));
  }

  /** {@code 2B 0E code conformity more next count, then id length text for each}. */
  private static ScanAnswer identity(byte[] answer) {
    int head = 7;
    if (answer.length < head || answer[1] != ScanQuestion.Identify.MEI_TYPE) {
      return new Noise();
    }
    List<Identity.Text> objects = new ArrayList<>();
    int at = head;
    for (int i = 0; i < Byte.toUnsignedInt(answer[6]); i++) {
      int end =
          at + 2 > answer.length ? answer.length + 1 : at + 2 + Byte.toUnsignedInt(answer[at + 1]);
      if (end > answer.length) {
        return new Noise();
      }
      objects.add(new Identity.Text(Byte.toUnsignedInt(answer[at]), text(answer, at + 2, end)));
      at = end;
    }
    int next = Byte.toUnsignedInt(answer[4]) == 0xFF ? Byte.toUnsignedInt(answer[5]) : -1;
    return new Identity(Byte.toUnsignedInt(answer[3]), next, List.copyOf(objects));
  }

  /** Printable ASCII; a device may say anything. */
  private static String text(byte[] from, int start, int end) {
    StringBuilder text = new StringBuilder();
    for (int i = start; i < Math.min(end, start + LONGEST_TEXT); i++) {
      text.append(from[i] >= ' ' && from[i] < 0x7F ? (char) from[i] : ' ');
    }
    return text.toString().strip();
  }
}
