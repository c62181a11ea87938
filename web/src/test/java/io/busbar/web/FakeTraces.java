package io.busbar.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Journeys and logs as a test puts them. */
final class FakeTraces implements Journeys, Logs {
  static final Instant T = Instant.parse("2026-11-21T10:00:00Z");

  /** What an installer should never see as markup. */
  static final String NASTY = "<img src=x onerror=alert(1)>";

  final List<String> watched = new ArrayList<>();
  final List<Query> asked = new ArrayList<>();
  List<JourneyView> journeys = List.of();
  final List<RecordView> records = new ArrayList<>();

  @Override
  public @Nullable JourneysView of(String path) {
    watched.add(path);
    return path.startsWith("/Process") && !path.contains("Nowhere")
        ? new JourneysView(path, 50, journeys)
        : null;
  }

  /** A reading that went all the way, and was held by another section. */
  static JourneyView whole() {
    return new JourneyView(
        7,
        "/Process/Lan/PAC1/activePowerTotal",
        "unit 1, input 0x0034",
        new WireView(
            "01 04 00 34 00 02 30 05",
            "01 04 04 C4 BB 80 00 4E F3",
            12.345,
            "input 0x0034 (30053)",
            "C4BB 8000",
            "float32, high word first",
            "-1500.0",
            "",
            null),
        -1500.0,
        "W",
        "GOOD",
        T,
        true,
        null,
        T.plusMillis(2),
        List.of(
            new LegView(
                "CloudConn",
                "Realtime1",
                "activePower",
                "on-change",
                "done",
                "limit",
                T,
                1,
                -1400.0,
                100.0,
                2.0,
                4711L,
                false,
                "cd/t/1",
                "{\"activePower\": " + NASTY + "}",
                1,
                T.plusMillis(5),
                T.plusMillis(39),
                34.2,
                T.plusMillis(39)),
            new LegView(
                "Second", "Slow", "power", "10s", "held", "within", T, 3, -1499.0, 1.0, 5.0, null,
                null, null, null, 0, null, null, null, null)));
  }

  /** A reading that failed. */
  static JourneyView dead() {
    return new JourneyView(
        8,
        "/Process/Lan/PAC1/activePowerTotal",
        "unit 1, input 0x0034",
        new WireView(
            "01 04 00 34 00 02 30 05", "", 1000.0, null, null, null, null, null, "no answer"),
        -1500.0,
        "W",
        "UNCERTAIN",
        T.plusSeconds(1),
        false,
        "no answer. Check the wiring",
        T.plusSeconds(1),
        List.of());
  }

  @Override
  public List<LogView> all() {
    boolean admin = Caller.isPresent() && Caller.current().may(Role.ADMIN);
    return admin
        ? List.of(new LogView("SupportLog", 3), new LogView("Audit", 2))
        : List.of(new LogView("SupportLog", 3));
  }

  @Override
  public Found read(String log, Query query) {
    asked.add(query);
    return all().stream().anyMatch(one -> one.name().equals(log))
        ? new Found.Records(log, List.copyOf(records), records.isEmpty() ? null : 17L)
        : new Found.Nothing("log: got one that is not there, want one of SupportLog");
  }

  /** A record with a text. */
  static RecordView record(long id, String text) {
    return new RecordView(id, T.plusSeconds(id), Map.of("text", text));
  }

  @Override
  public List<TroubleView> troubles() {
    return List.of(
        new TroubleView(
            "SEVERE",
            "GET /x failed, id 0a1b2c3d: " + NASTY,
            3,
            T,
            T.plusSeconds(60),
            List.of("0a1b2c3d")));
  }
}
