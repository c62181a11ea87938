package io.busbar.hwtest.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** One way of one connection: a thread that reads and decides, and one that writes in time. */
final class Pipe {
  private static final int CHUNK = 4096;

  /** What a line holds: so the sender is slowed down as by a real one. */
  private static final int HOLDS = 64 * 1024;

  private final Road road;
  private final Socket from;
  private final Socket to;
  private final Runnable end;
  private final Layer layer;
  private final RandomGenerator random;
  private final Timing timing;
  private final DelayQueue<Parcel> under = new DelayQueue<>();
  private final Semaphore room = new Semaphore(HOLDS);
  private volatile boolean missed;
  private long serial;
  private long left = Long.MAX_VALUE;

  /**
   * Bytes on their way.
   *
   * @param weight of the room they take
   * @param due when they leave
   * @param last whether nothing follows
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by its time alone.
  private record Parcel(byte[] bytes, int weight, long due, long serial, boolean last)
      implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Parcel next = (Parcel) other;
      return due == next.due ? Long.compare(serial, next.serial) : Long.compare(due, next.due);
    }
  }

  /**
   * @param end ends the connection
   */
  Pipe(Road road, Socket from, Socket to, Runnable end, RandomGenerator random) {
    this.road = road;
    this.from = from;
    this.to = to;
    this.end = end;
    this.layer = road.layer();
    this.random = random;
    this.timing = new Timing(random);
  }

  void start() {
    Thread.ofVirtual().name("proxy in").start(this::read);
    Thread.ofVirtual().name("proxy out").start(this::write);
  }

  /** Whether bytes of it were thrown away. */
  boolean missed() {
    return missed;
  }

  private void read() {
    try {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[CHUNK];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        road.carried().addAndGet(n);
        take(Arrays.copyOf(buffer, n), road.open());
      }
    } catch (IOException gone) {
      // One of the ends has gone; the writer tells the other one.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      long due = timing.leaves(System.nanoTime(), 0, road.trouble());
      under.add(new Parcel(new byte[0], 0, due, serial++, true));
    }
  }

  private void take(byte[] bytes, Trouble now) throws InterruptedException {
    if (now instanceof Trouble.Silence) {
      missed = true;
      return;
    }
    byte[] spoilt = now instanceof Trouble.Corrupt corrupt ? spoil(bytes, corrupt) : bytes;
    for (Layer.Piece piece : layer.feed(spoilt)) {
      int weight = Math.min(piece.bytes().length, HOLDS);
      room.acquire(weight);
      long due = timing.leaves(System.nanoTime(), piece.bytes().length, now);
      under.add(new Parcel(piece.bytes(), weight, due + piece.later().toNanos(), serial++, false));
    }
  }

  private byte[] spoil(byte[] bytes, Trouble.Corrupt corrupt) {
    for (int i = 0; i < bytes.length; i++) {
      if (random.nextInt(corrupt.oneIn()) == 0) {
        bytes[i] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      }
    }
    return bytes;
  }

  private void write() {
    try {
      OutputStream out = to.getOutputStream();
      Parcel next = under.take();
      while (!next.last() && send(out, next.bytes(), road.open())) {
        room.release(next.weight());
        next = under.take();
      }
    } catch (IOException gone) {
      // The reader of the other way sees the same and ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.run();
    }
  }

  /** Returns whether the connection goes on. */
  private boolean send(OutputStream out, byte[] bytes, Trouble now) throws IOException {
    if (now instanceof Trouble.Silence) {
      missed = true;
      return true;
    }
    left = now instanceof Trouble.Limit limit ? Math.min(left, limit.bytes()) : Long.MAX_VALUE;
    int most = (int) Math.min(bytes.length, left);
    out.write(bytes, 0, most);
    out.flush();
    left = left == Long.MAX_VALUE ? left : left - most;
    return left > 0;
  }
}
