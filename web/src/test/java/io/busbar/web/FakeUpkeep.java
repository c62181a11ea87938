package io.busbar.web;

import io.busbar.web.Console.ConfigDocument.Outcome;
import io.busbar.web.Console.ConfigDocument.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A machine made of fields, for the tests to set. */
final class FakeUpkeep implements Upkeep {
  /** The extents that somebody has reset. */
  final List<Extent> reset = new CopyOnWriteArrayList<>();

  final List<String> tried = new CopyOnWriteArrayList<>();

  volatile Machine machine =
      new Machine(
          "Raspberry Pi 3 Model B Plus Rev 1.3",
          "01234567",
          "Debian GNU/Linux 13 (trixie)",
          "25.0.3",
          "4",
          "0.42",
          51.5,
          "50000",
          1_000_000_000L,
          612_000_000L);

  @Override
  public Machine machine() {
    return machine;
  }

  @Override
  public Storage storage() {
    return new Storage(
        "ext4",
        32_000_000_000L,
        28_000_000_000L,
        1_200_000,
        500_000_000,
        190_000_000,
        200_000_000,
        8_000_000,
        400_000);
  }

  @Override
  public List<LogText> logs(int last) {
    return List.of(new LogText("SupportLog", List.of("{\"id\":1,\"text\":\"up\"}")));
  }

  @Override
  public List<Saved> saved() {
    return List.of(
        new Saved("000001-20261121T100000Z.json", Instant.parse("2026-11-21T10:00:00Z"), 1234));
  }

  @Override
  public @Nullable Outcome rollBack(String saved, Duration within) {
    tried.add(saved + " " + within);
    return saved.equals(saved().getFirst().name())
        ? new Outcome.Applied(new Stored("{}", "v0"))
        : null;
  }

  @Override
  public Reset reset(Extent extent, String password) {
    if (!password.equals(FakeAccess.PASSWORD)) {
      return new Reset.Wrong();
    }
    reset.add(extent);
    return new Reset.Done();
  }
}
