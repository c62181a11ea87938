package io.busbar.appliance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Send.Reading;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendCodecTest {
  private static final Instant TIME = Instant.parse("2026-11-21T05:47:24.250Z");
  private final Names names = new Names();

  /** The table in memory; numbers count from 1. */
  private static final class Names implements SendCodec.Dictionary {
    private final List<Series> all = new ArrayList<>();

    @Override
    public long number(Series series) {
      if (!all.contains(series)) {
        all.add(series);
      }
      return all.indexOf(series) + 1L;
    }

    @Override
    public @Nullable Series series(long number) {
      return number >= 1 && number <= all.size() ? all.get((int) number - 1) : null;
    }
  }

  @Test
  void writesTheExampleOfThePackageComment() throws StoreException {
    Instant before = TIME.minusMillis(150);
    Send send =
        new Send(
            "CloudConn",
            "Realtime1",
            TIME,
            List.of(
                new Reading("activePower", new Value.Real(230.5), Quality.GOOD, before),
                new Reading("counter", new Value.Int(-3), Quality.UNCERTAIN, before),
                new Reading("door", new Value.Bool(true), Quality.GOOD, TIME),
                new Reading("serial", new Value.Text("A\u00e4"), Quality.GOOD, TIME),
                new Reading("lost", null, Quality.BAD, TIME)));
    assertEquals(
        "0100" + "0244ab020043668000" + "022b05" + "0202" + "02060341c3a4" + "0210",
        HexFormat.of().formatHex(SendCodec.encode(send, names)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1969-12-31T23:59:59.999999999Z",
        "2038-01-19T03:14:07.999999999Z",
        "2038-01-19T03:14:08Z",
        "2106-02-07T06:28:16Z"
      })
  void theYears1970And2038And2106AreTimesLikeOthers(Instant time) throws StoreException {
    Instant before = time.minusMillis(1500);
    Send send =
        new Send(
            "c",
            "Realtime1",
            time,
            List.of(
                new Reading("p", new Value.Int(1), Quality.GOOD, before),
                new Reading("q", new Value.Int(2), Quality.GOOD, time)));
    byte[] row = SendCodec.encode(send, names);
    assertEquals(send, SendCodec.decode("c", SendCodec.millis(time), row, 0, names));
  }

  @Test
  void readsBackWhateverItWrote() throws StoreException {
    for (int seed = 0; seed < 2000; seed++) {
      Send send = RandomSends.send(new Random(seed), "Connector");
      byte[] row = SendCodec.encode(send, names);
      long millis = SendCodec.millis(send.time());
      assertEquals(send, SendCodec.decode("Connector", millis, row, 0, names), "seed " + seed);
    }
  }

  @Test
  void refusesWhatIsNoRow() throws StoreException {
    names.number(new Series("c", "s", ""));
    for (String hex :
        List.of(
            "", // nothing
            "09", // a section that is not in the table
            "01", // ends before the time
            "01c0843d", // a million nanoseconds in a millisecond
            "010000", // ends before the head
            "01000007", // a value kind that is none
            "01000018", // a quality that is none
            "01000060", // a time that is none
            "01000005", // ends within a number
            "0100000605", // a text that is longer than the row
            "01000003ffffffffffffffffffffff")) { // a number without end
      byte[] row = HexFormat.of().parseHex(hex);
      StoreException refusal =
          assertThrows(StoreException.class, () -> SendCodec.decode("c", 0, row, 0, names), hex);
      assertEquals(StoreException.Kind.DAMAGED, refusal.kind());
    }
  }

  @Test
  void anyBytesAreEitherASendOrRefused() {
    names.number(new Series("c", "s", ""));
    names.number(new Series("c", "s", "p"));
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] row = new byte[random.nextInt(30)];
      random.nextBytes(row);
      if (row.length > 0) {
        row[0] = 1;
      }
      try {
        SendCodec.decode("c", random.nextLong() >> 20, row, 0, names);
      } catch (StoreException e) {
        assertEquals(StoreException.Kind.DAMAGED, e.kind(), Arrays.toString(row));
      }
    }
  }
}
