package io.busbar.appliance.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.web.Caller;
import io.busbar.web.Logs.Found;
import io.busbar.web.Logs.LogView;
import io.busbar.web.Logs.Query;
import io.busbar.web.Logs.RecordView;
import io.busbar.web.Logs.TroubleView;
import io.busbar.web.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleLogsTest {
  private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir private Path folder;
  private Instant now = T0;
  private Logbook logbook;
  private ConsoleLogs logs;

  @BeforeEach
  void open() {
    logbook = new Logbook(folder, () -> now, () -> true, System::nanoTime, tree());
    logs = new ConsoleLogs(logbook);
  }

  private static ProcessTree tree() {
    return new ProcessTree(System::nanoTime);
  }

  private void warn(String level, String text) {
    now = now.plusSeconds(1);
    logbook.append(Logbook.SUPPORT, Map.of("level", level, "text", text));
  }

  private static <T> T as(Role role, Supplier<T> work) {
    List<T> result = new ArrayList<>();
    Caller caller = new Caller("t", role, new Caller.Proof.Token(), Locale.ENGLISH, "10.0.0.9");
    assertDoesNotThrow(() -> caller.run(() -> result.add(work.get())));
    return result.getFirst();
  }

  private List<RecordView> read(Query query) {
    Found found = as(Role.VIEWER, () -> logs.read(Logbook.SUPPORT, query));
    return assertInstanceOf(Found.Records.class, found).records();
  }

  @Test
  void whatPeopleDidIsForAdministratorsAndForOthersIsNotThere() {
    List<String> all = as(Role.ADMIN, logs::all).stream().map(LogView::name).toList();
    assertEquals(Logbook.BUILT_IN, all);
    List<String> some = as(Role.INSTALLER, logs::all).stream().map(LogView::name).toList();
    assertEquals(List.of("SupportLog", "Event", "JobReport"), some);
    for (String log : Logbook.OF_PEOPLE) {
      Query query = new Query("", "", null, null, null, 10);
      assertInstanceOf(Found.Nothing.class, as(Role.INSTALLER, () -> logs.read(log, query)));
      assertInstanceOf(Found.Records.class, as(Role.ADMIN, () -> logs.read(log, query)));
    }
  }

  @Test
  void recordsAreFoundByTextKindAndTimeTheNewestFirst() {
    warn("WARNING", "bus Lan: down");
    warn("SEVERE", "disk full");
    warn("WARNING", "bus Radio: down");
    assertEquals(List.of(3L, 1L), ids(read(new Query("DOWN", "", null, null, null, 10))));
    assertEquals(List.of(2L), ids(read(new Query("", "SEVERE", null, null, null, 10))));
    assertEquals(List.of(3L), ids(read(new Query("", "", T0.plusSeconds(3), null, null, 10))));
    assertEquals(List.of(1L), ids(read(new Query("", "", null, null, 2L, 10))));
  }

  @Test
  void aLogIsReadPageByPageAndNothingIsPassedOver() {
    for (int i = 0; i < 25; i++) {
      warn("WARNING", "number " + i);
    }
    Long before = null;
    int pages = 0;
    int records = 0;
    do {
      Query query = new Query("", "", null, null, before, 10);
      Found found = as(Role.VIEWER, () -> logs.read(Logbook.SUPPORT, query));
      Found.Records page = assertInstanceOf(Found.Records.class, found);
      records += page.records().size();
      before = page.older();
      pages++;
    } while (before != null);
    assertEquals(25, records);
    assertEquals(3, pages);
  }

  @Test
  void eachKindOfFailureIsThereOnceWithItsCountAndItsIds() {
    warn("SEVERE", "GET /x failed, id 0a1b2c3d: java.lang.IllegalStateException");
    warn("WARNING", "bus Lan: got no answer within 950 ms");
    warn("WARNING", "bus Lan: got no answer within 1020 ms");
    warn("SEVERE", "GET /x failed, id ffffffff: java.lang.IllegalStateException");
    List<TroubleView> troubles = logs.troubles();
    assertEquals(2, troubles.size());
    assertEquals(2, troubles.get(0).count());
    assertEquals(List.of("ffffffff", "0a1b2c3d"), troubles.get(0).ids());
    assertEquals("bus Lan: got no answer within 1020 ms", troubles.get(1).text());
    assertEquals(T0.plusSeconds(2), troubles.get(1).first());
    assertEquals(T0.plusSeconds(3), troubles.get(1).last());
  }

  private static List<Long> ids(List<RecordView> records) {
    return records.stream().map(RecordView::id).toList();
  }
}
