package io.busbar.appliance.store;

import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Send.Reading;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Sends of every shape, by seed. */
final class RandomSends {
  private static final List<String> NAMES =
      List.of("activePower", "Zähler", "温度", "\ud83d\udd0c plug", "a.b-c_d", "quote's", "x");
  private static final List<Instant> TIMES =
      List.of(
          Instant.EPOCH,
          Instant.parse("1969-12-31T23:59:59.999999999Z"),
          Instant.parse("1900-01-01T00:00:00.000000001Z"),
          Instant.parse("2038-01-19T03:14:08Z"),
          Instant.parse("2999-12-31T23:59:59.5Z"));

  private RandomSends() {}

  static Send send(Random random, String connector) {
    Instant time = time(random);
    List<Reading> readings = new ArrayList<>();
    Instant source = time;
    for (int i = random.nextInt(12); i > 0; i--) {
      source = random.nextInt(3) == 0 ? time(random) : random.nextBoolean() ? source : time;
      readings.add(
          new Reading(
              NAMES.get(random.nextInt(NAMES.size())) + random.nextInt(40),
              value(random),
              List.of(Quality.GOOD, Quality.UNCERTAIN, Quality.BAD).get(random.nextInt(3)),
              source));
    }
    return new Send(connector, "Realtime" + random.nextInt(3), time, readings);
  }

  private static Instant time(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> TIMES.get(random.nextInt(TIMES.size()));
      case 1 -> Instant.ofEpochMilli(1_800_000_000_000L + random.nextInt(1_000_000));
      case 2 -> Instant.ofEpochSecond(1_800_000_000L, random.nextInt(1_000_000_000));
      default -> Instant.ofEpochSecond(random.nextLong() >> 28, random.nextInt(1_000_000_000));
    };
  }

  private static @Nullable Value value(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> null;
      case 1 -> new Value.Bool(random.nextBoolean());
      case 2 -> new Value.Int(random.nextLong() >> random.nextInt(64));
      case 3 -> new Value.Real(random.nextFloat() * 400);
      case 4 -> new Value.Real(random.nextGaussian() * 1e9);
      case 5 ->
          new Value.Real(
              List.of(0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1e39).get(random.nextInt(5)));
      default -> new Value.Text(NAMES.get(random.nextInt(NAMES.size())).repeat(random.nextInt(30)));
    };
  }
}
