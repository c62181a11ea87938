package io.busbar.appliance.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Columns as bytes; the package comment has the layout. The columns make neighbours alike, and
 * zlib, whose checksum also finds a flipped bit, makes them small.
 */
final class ColumnsCodec {
  /** Far more than one batch or round has. */
  private static final int MOST_ROWS = 1_000_000;

  /** What the heap can bear, whatever a damaged row says. */
  private static final int MOST_BYTES = 8_000_000;

  private ColumnsCodec() {}

  static byte[] encode(Columns columns, Kind kind) {
    Leb.Out out = new Leb.Out();
    int size = columns.size();
    out.unsigned(size);
    wholes(out, size, columns::time);
    for (int row = 0; row < size; row++) {
      out.octet(columns.quality(row));
    }
    for (int row = 0; row < size; row++) {
      out.unsigned(columns.count(row));
    }
    values(out, size, kind, columns::last);
    if (columns.buckets()) {
      values(out, size, kind, columns::min);
      values(out, size, kind, columns::max);
      values(out, size, Kind.REAL, columns::meanBits);
    }
    return out.toArray();
  }

  /**
   * @throws StoreException the bytes are none of ours
   */
  static Columns decode(ByteBuffer in, Kind kind, boolean buckets) throws StoreException {
    try {
      long rows = Leb.unsigned(in);
      if (rows < 0 || rows > Math.min(MOST_ROWS, in.remaining())) {
        throw damaged("got " + rows + " rows in " + in.remaining() + " bytes");
      }
      int size = (int) rows;
      long[] times = wholes(in, size);
      byte[] qualities = new byte[size];
      in.get(qualities);
      int[] counts = new int[size];
      for (int row = 0; row < size; row++) {
        counts[row] = (int) Leb.unsigned(in);
      }
      long[][] values = new long[buckets ? 4 : 1][];
      for (int column = 0; column < values.length; column++) {
        values[column] = values(in, size, column == 3 ? Kind.REAL : kind);
      }
      return columns(buckets, times, qualities, counts, values);
    } catch (BufferUnderflowException e) {
      throw damaged("got columns that end too early");
    }
  }

  private static Columns columns(
      boolean buckets, long[] times, byte[] qualities, int[] counts, long[][] values)
      throws StoreException {
    Columns columns = new Columns(buckets);
    for (int row = 0; row < times.length; row++) {
      if (qualities[row] < 0 || qualities[row] > 2 || counts[row] < 0) {
        throw damaged("got quality " + qualities[row] + " and count " + counts[row]);
      }
      if (buckets) {
        long[] bits = {values[0][row], values[1][row], values[2][row], values[3][row]};
        columns.bucket(times[row], qualities[row], counts[row], bits);
      } else {
        columns.reading(times[row], qualities[row], counts[row], values[0][row]);
      }
    }
    return columns;
  }

  private static void values(Leb.Out out, int size, Kind kind, IntToLongFunction bits) {
    if (kind == Kind.REAL) {
      reals(out, size, bits);
    } else {
      wholes(out, size, bits);
    }
  }

  private static long[] values(ByteBuffer in, int size, Kind kind) throws StoreException {
    return kind == Kind.REAL ? reals(in, size) : wholes(in, size);
  }

  private static void wholes(Leb.Out out, int size, IntToLongFunction column) {
    long before = 0;
    for (int row = 0; row < size; row++) {
      long next = column.applyAsLong(row);
      out.signed(next - before);
      before = next;
    }
  }

  private static long[] wholes(ByteBuffer in, int size) throws StoreException {
    long[] column = new long[size];
    long before = 0;
    for (int row = 0; row < size; row++) {
      before += Leb.signed(in);
      column[row] = before;
    }
    return column;
  }

  /** Each real less the bits that it shares with the one before; all first bytes, all second ... */
  private static void reals(Leb.Out out, int size, IntToLongFunction column) {
    boolean floats = true;
    for (int row = 0; row < size && floats; row++) {
      double number = Double.longBitsToDouble(column.applyAsLong(row));
      floats = Double.doubleToRawLongBits((float) number) == column.applyAsLong(row);
    }
    int width = floats ? Float.BYTES : Double.BYTES;
    out.octet(width);
    for (int octet = width - 1; octet >= 0; octet--) {
      long before = 0;
      for (int row = 0; row < size; row++) {
        long bits = column.applyAsLong(row);
        long now = floats ? Float.floatToRawIntBits((float) Double.longBitsToDouble(bits)) : bits;
        out.octet((int) ((now ^ before) >> (8 * octet)) & 0xFF);
        before = now;
      }
    }
  }

  private static long[] reals(ByteBuffer in, int size) throws StoreException {
    int width = in.get();
    if (width != Float.BYTES && width != Double.BYTES) {
      throw damaged("got a real of " + width + " bytes, want 4 or 8");
    }
    long[] column = new long[size];
    for (int octet = width - 1; octet >= 0; octet--) {
      for (int row = 0; row < size; row++) {
        column[row] |= (in.get() & 0xFFL) << (8 * octet);
      }
    }
    for (int row = 1; row < size; row++) {
      column[row] ^= column[row - 1];
    }
    if (width == Float.BYTES) {
      for (int row = 0; row < size; row++) {
        column[row] = Double.doubleToRawLongBits(Float.intBitsToFloat((int) column[row]));
      }
    }
    return column;
  }

  /** Makes bytes smaller; how many they were stands before them. */
  static byte[] pack(byte[] plain) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] packed = new byte[plain.length + plain.length / 1000 + 64];
      int length = deflater.deflate(packed);
      Leb.Out out = new Leb.Out();
      out.unsigned(plain.length);
      out.bytes(Arrays.copyOf(packed, length));
      return out.toArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * @throws StoreException the bytes are none of ours, or one of them has changed
   */
  static ByteBuffer unpack(byte[] packed) throws StoreException {
    Inflater inflater = new Inflater();
    try {
      ByteBuffer in = ByteBuffer.wrap(packed);
      long length = Leb.unsigned(in);
      if (length < 0 || length > MOST_BYTES) {
        throw damaged("got " + length + " bytes, want at most " + MOST_BYTES);
      }
      byte[] plain = new byte[(int) length];
      inflater.setInput(in);
      int got = inflater.inflate(plain);
      // The checksum comes after the last byte, so the end must be asked for.
      inflater.inflate(new byte[1]);
      if (got != plain.length || !inflater.finished()) {
        throw damaged("got " + got + " bytes, want " + length);
      }
      return ByteBuffer.wrap(plain);
    } catch (DataFormatException | BufferUnderflowException e) {
      throw damaged("got bytes that do not unpack");
    } finally {
      inflater.end();
    }
  }

  private static StoreException damaged(String what) {
    return new StoreException(StoreException.Kind.DAMAGED, what);
  }
}
