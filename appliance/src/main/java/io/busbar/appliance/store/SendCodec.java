package io.busbar.appliance.store;

import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Send.Reading;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Send as the bytes of one row; the package comment has the layout. */
final class SendCodec {
  private static final int NONE = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int INT = 3;
  private static final int FLOAT = 4;
  private static final int DOUBLE = 5;
  private static final int TEXT = 6;

  private static final int TIME_OF_SEND = 0;
  private static final int TIME_BEFORE = 1;
  private static final int TIME_OWN = 2;

  /** The numbers of the series in the file. */
  interface Dictionary {
    /** The number of a series; a new one is written first. */
    long number(Series series) throws StoreException;

    /** The series of a number; null when the file has none. */
    @Nullable Series series(long number);
  }

  private SendCodec() {}

  /** The column {@code time}: whole milliseconds since 1970, rounded down. */
  static long millis(Instant time) {
    return time.toEpochMilli();
  }

  /**
   * The column {@code payload}.
   *
   * @throws StoreException a new series could not be written
   */
  static byte[] encode(Send send, Dictionary dictionary) throws StoreException {
    Leb.Out out = new Leb.Out();
    long number = dictionary.number(new Series(send.connector(), send.section(), ""));
    out.unsigned(number);
    out.unsigned(subMillis(send.time()));
    Instant before = send.time();
    for (Reading reading : send.readings()) {
      long next = dictionary.number(new Series(send.connector(), send.section(), reading.point()));
      out.signed(next - number);
      number = next;
      int clock =
          reading.time().equals(send.time())
              ? TIME_OF_SEND
              : reading.time().equals(before) ? TIME_BEFORE : TIME_OWN;
      out.octet(kind(reading.value()) | Qualities.code(reading.quality()) << 3 | clock << 5);
      if (clock == TIME_OWN) {
        out.signed(millis(reading.time()) - millis(send.time()));
        out.unsigned(subMillis(reading.time()));
      }
      value(reading.value(), out);
      before = reading.time();
    }
    return out.toArray();
  }

  /**
   * The Send of a row.
   *
   * @param boot the column {@code boot}; 0 where it is NULL
   * @throws StoreException the bytes are none of ours
   */
  static Send decode(
      String connector, long millis, byte[] payload, long boot, Dictionary dictionary)
      throws StoreException {
    try {
      ByteBuffer in = ByteBuffer.wrap(payload);
      long number = Leb.unsigned(in);
      String section = series(number, dictionary).section();
      Instant time = instant(millis, Leb.unsigned(in));
      Instant before = time;
      List<Reading> readings = new ArrayList<>();
      while (in.hasRemaining()) {
        number += Leb.signed(in);
        String point = series(number, dictionary).point();
        int head = in.get();
        before =
            switch (head >> 5) {
              case TIME_OF_SEND -> time;
              case TIME_BEFORE -> before;
              case TIME_OWN -> instant(millis + Leb.signed(in), Leb.unsigned(in));
              default -> throw damaged("got head " + head);
            };
        readings.add(new Reading(point, value(head & 7, in), quality(head >> 3 & 3), before));
      }
      return new Send(connector, section, time, readings, boot);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw damaged("got a row of " + payload.length + " bytes that ends or reads wrongly");
    }
  }

  private static Series series(long number, Dictionary dictionary) throws StoreException {
    Series series = dictionary.series(number);
    if (series == null) {
      throw damaged("got series " + number + ", want one of the table");
    }
    return series;
  }

  private static int kind(@Nullable Value value) {
    return switch (value) {
      case null -> NONE;
      case Value.Bool(boolean on) -> on ? TRUE : FALSE;
      case Value.Int _ -> INT;
      case Value.Real(double number) -> isFloat(number) ? FLOAT : DOUBLE;
      case Value.Text _ -> TEXT;
    };
  }

  private static void value(@Nullable Value value, Leb.Out out) {
    switch (value) {
      case null -> {}
      case Value.Bool _ -> {}
      case Value.Int(long number) -> out.signed(number);
      case Value.Real(double number) -> {
        if (isFloat(number)) {
          out.bytes(ByteBuffer.allocate(Float.BYTES).putFloat((float) number).array());
        } else {
          out.bytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
        }
      }
      case Value.Text(String text) -> {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.unsigned(utf8.length);
        out.bytes(utf8);
      }
    }
  }

  private static @Nullable Value value(int kind, ByteBuffer in) throws StoreException {
    return switch (kind) {
      case NONE -> null;
      case FALSE -> new Value.Bool(false);
      case TRUE -> new Value.Bool(true);
      case INT -> new Value.Int(Leb.signed(in));
      case FLOAT -> new Value.Real(in.getFloat());
      case DOUBLE -> new Value.Real(in.getDouble());
      case TEXT -> {
        long length = Leb.unsigned(in);
        if (length < 0 || length > in.remaining()) {
          throw damaged("got a text of " + length + " bytes, want at most " + in.remaining());
        }
        byte[] utf8 = new byte[(int) length];
        in.get(utf8);
        yield new Value.Text(new String(utf8, StandardCharsets.UTF_8));
      }
      default -> throw damaged("got value kind " + kind + ", want 0 to 6");
    };
  }

  /** Most meters speak 32-bit floats; half of the bytes hold all of such a number. */
  private static boolean isFloat(double number) {
    return Double.compare((float) number, number) == 0;
  }

  private static Quality quality(int code) throws StoreException {
    if (code > 2) {
      throw damaged("got quality " + code + ", want 0 to 2");
    }
    return Qualities.of(code);
  }

  private static int subMillis(Instant time) {
    return time.get(ChronoField.NANO_OF_SECOND) % 1_000_000;
  }

  private static Instant instant(long millis, long subMillis) throws StoreException {
    if (subMillis < 0 || subMillis > 999_999) {
      throw damaged("got " + subMillis + " ns in a millisecond");
    }
    return Instant.ofEpochMilli(millis).plusNanos(subMillis);
  }

  private static StoreException damaged(String what) {
    return new StoreException(StoreException.Kind.DAMAGED, what);
  }
}
