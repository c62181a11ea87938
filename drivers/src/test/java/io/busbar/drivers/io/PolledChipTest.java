package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.io.I2cSettings.ChipSettings;
import io.busbar.drivers.io.I2cSettings.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A chip that goes and comes back, with the registers of an MCP23017 behind the wire. */
class PolledChipTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");
  private static final long SECOND = 1_000_000_000;
  private static final ChipSettings CHIP =
      new ChipSettings(
          "C20",
          Kind.MCP23017,
          "0x20",
          null,
          List.of(0),
          List.of(),
          List.of(),
          List.of(),
          null,
          List.of());
  private static final I2cSettings BUS =
      new I2cSettings("I2C1", null, 1, Duration.ofSeconds(1), List.of(CHIP));

  private final Model model = new Model();
  private final PolledChip chip = new PolledChip(CHIP, BUS, 0);
  private final Map<String, Sample> last = new HashMap<>();
  private int polls;

  /** Registers that count on by themselves; nobody acknowledges while it is away. */
  private static final class Model implements Pins.I2c {
    private final byte[] registers = new byte[0x16];
    private boolean away;

    Model() {
      reset();
    }

    void reset() {
      Arrays.fill(registers, (byte) 0);
      registers[0] = (byte) 0xFF;
      registers[1] = (byte) 0xFF;
    }

    @Override
    public byte[] transfer(int address, byte[] write, int read) throws NoAnswer {
      if (away) {
        throw new NoAnswer("nobody at 0x20", "Look at its supply");
      }
      System.arraycopy(write, 1, registers, write[0], write.length - 1);
      byte[] answer = new byte[read];
      System.arraycopy(registers, write[0], answer, 0, read);
      return answer;
    }

    int latch() {
      return registers[0x14];
    }

    @Override
    public void close() {}
  }

  private void turn(long seconds) throws BusException, InterruptedException {
    chip.turn(model, seconds * SECOND, T0.plusSeconds(seconds));
  }

  private void begin() {
    chip.begin(samples -> {
      polls++;
      samples.forEach(each -> last.put(each.point().device() + "/" + each.point().name(), each));
    });
  }

  private Sample sample(String point) {
    return Objects.requireNonNull(last.get(point), point);
  }

  private @Nullable Value state() {
    return sample("C20/" + DataPoint.DEVICE_STATE).value();
  }

  private DataPoint output() {
    return sample("C20/Q/P0").point();
  }

  @Test
  void aChipThatDoesNotAnswerTurnsUncertainThenBadAndIsAskedLessAndLess() throws Exception {
    begin();
    turn(0);
    assertEquals(new Value.Int(1), state());
    model.away = true;
    turn(1);
    assertEquals(Quality.UNCERTAIN, sample("C20/I/P1").quality());
    assertEquals(new Value.Int(0), state());
    turn(2);
    turn(3);
    assertEquals(Quality.BAD, sample("C20/I/P1").quality());
    assertTrue(chip.due(3 * SECOND) >= SECOND * 9 / 10, "it rests");
    int before = polls;
    for (int i = 0; i < 600; i++) {
      turn(4 + i);
    }
    assertTrue(polls - before < 30, "asked " + (polls - before) + " times in ten minutes");
  }

  @Test
  void outputsAreWrittenAgainWhenItIsBackWithoutItsMemory() throws Exception {
    begin();
    turn(0);
    chip.set(model, output(), new Value.Bool(true), 0, T0);
    assertEquals(1, model.latch());
    model.away = true;
    turn(1);
    model.reset();
    assertEquals(0, model.latch());
    model.away = false;
    turn(2);
    assertEquals(1, model.latch());
    assertEquals(new Value.Bool(true), sample("C20/Q/P0").value());
    assertEquals(Quality.GOOD, sample("C20/Q/P0").quality());
    assertEquals(new Value.Int(1), state());
  }

  @Test
  void aCommandThatDidNotReachItIsNotDoneLater() throws Exception {
    begin();
    turn(0);
    model.away = true;
    assertThrows(NoAnswer.class, () -> chip.set(model, output(), new Value.Bool(true), 0, T0));
    model.away = false;
    turn(1);
    assertEquals(0, model.latch());
    assertEquals(new Value.Bool(false), sample("C20/Q/P0").value());
  }

  @Test
  void anInterruptIsReadAtOnceAndNotAtTheNextTurn() throws Exception {
    begin();
    turn(0);
    model.registers[0x12] = 0x02;
    assertTrue(chip.due(0) > 0);
    chip.wake();
    assertEquals(0, chip.due(0));
    turn(0);
    assertEquals(new Value.Bool(true), sample("C20/I/P1").value());
  }

  @Test
  void whatItDrivesIsMadeSafeWhenTheBusEnds() throws Exception {
    begin();
    turn(0);
    chip.set(model, output(), new Value.Bool(true), 0, T0);
    chip.end(model);
    assertEquals(0, model.latch());
  }
}
