package io.busbar.hwtest.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What happens to the PUBACKs of an MQTT connection on their way to the client; all else goes on
 * untouched. A layer of {@link FaultProxy.Way#TO_CLIENT}.
 */
public final class PubackTrouble implements Supplier<Layer> {
  private static final int PUBACK = 4;

  private final Kind kind;
  private final SplittableRandom random;
  private int seen;
  private int struck;

  /** What happens. */
  public sealed interface Kind {
    /**
     * Each of so many is lost, until so many are.
     *
     * @param oneIn counted, not at random
     */
    record Lost(int oneIn, int most) implements Kind {}

    /** Each comes so much later. */
    record Late(Duration by) implements Kind {}

    /** Each comes twice. */
    record Twice() implements Kind {}

    /** Each comes up to so much later, by chance, and so out of order. */
    record Shuffled(Duration within) implements Kind {}
  }

  /**
   * @param seed of what is random
   */
  public PubackTrouble(Kind kind, long seed) {
    this.kind = kind;
    this.random = new SplittableRandom(seed);
  }

  /** How many PUBACKs it has struck. */
  public synchronized int struck() {
    return struck;
  }

  @Override
  public Layer get() {
    MqttPackets packets = new MqttPackets();
    return bytes -> {
      List<Layer.Piece> pieces = new ArrayList<>();
      for (byte[] packet : packets.feed(bytes)) {
        if ((packet[0] & 0xFF) >> 4 == PUBACK) {
          pieces.addAll(strike(packet));
        } else {
          pieces.add(Layer.Piece.now(packet));
        }
      }
      return pieces;
    };
  }

  private synchronized List<Layer.Piece> strike(byte[] puback) {
    seen++;
    struck++;
    return switch (kind) {
      case Kind.Lost(int oneIn, int most) -> {
        if (seen % oneIn == 0 && seen / oneIn <= most) {
          yield List.of();
        }
        struck--;
        yield List.of(Layer.Piece.now(puback));
      }
      case Kind.Late(Duration by) -> List.of(new Layer.Piece(puback, by));
      case Kind.Twice() -> List.of(Layer.Piece.now(puback), Layer.Piece.now(puback.clone()));
      case Kind.Shuffled(Duration within) ->
          List.of(new Layer.Piece(puback, Duration.ofNanos(random.nextLong(within.toNanos()))));
    };
  }
}
