package io.busbar.drivers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebounceTest {
  private static final long MS = 1_000_000;
  private final List<String> changes = new ArrayList<>();

  @Test
  void aLevelCountsFromItsLastEdgeWhenItHasStoodLongEnough() {
    Debounce contact = new Debounce(Duration.ofMillis(10), false, 0);
    edge(contact, true, 100);
    edge(contact, false, 101);
    edge(contact, true, 103);
    settle(contact, 112);
    assertEquals(List.of(), changes);
    assertEquals(1 * MS, contact.due(112 * MS));
    settle(contact, 113);
    assertEquals(List.of("true at 103"), changes);
    assertEquals(Long.MAX_VALUE, contact.due(113 * MS));
  }

  @Test
  void aShortPulseIsNoPulse() {
    Debounce contact = new Debounce(Duration.ofMillis(10), false, 0);
    edge(contact, true, 100);
    edge(contact, false, 109);
    settle(contact, 200);
    assertEquals(List.of(), changes);
  }

  @Test
  void timeStampsCountHoweverLateTheThreadIs() {
    Debounce contact = new Debounce(Duration.ofMillis(10), false, 0);
    edge(contact, true, 100);
    edge(contact, false, 130);
    edge(contact, true, 160);
    settle(contact, 5000);
    assertEquals(List.of("true at 100", "false at 130", "true at 160"), changes);
  }

  @Test
  void withoutATimeEveryEdgeCounts() {
    Debounce contact = new Debounce(Duration.ZERO, false, 0);
    edge(contact, true, 1);
    edge(contact, false, 2);
    edge(contact, false, 3);
    assertEquals(List.of("true at 1", "false at 2"), changes);
  }

  private void edge(Debounce contact, boolean level, long ms) {
    contact.edge(level, ms * MS, this::note);
  }

  private void settle(Debounce contact, long ms) {
    contact.settle(ms * MS, this::note);
  }

  private void note(boolean level, long since) {
    changes.add(level + " at " + since / MS);
  }
}
