package io.busbar.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of the wires without a browser. */
class IoPagesTest extends Served {
  private static final String INPUT = "/Process/MB/IO/I/P0";
  private static final String OUTPUT = "/Process/MB/IO/Q/P0";
  private static final String COUNTER = "/Process/MB/Counter/P0";

  @BeforeEach
  void prepare() {
    fake.set(FakeConsole.good(INPUT, true, ""));
    fake.set(FakeConsole.settable(OUTPUT, false, "bool"));
    fake.set(FakeConsole.settable(COUNTER, 12.5, "real"));
    fake.set(FakeConsole.good(COUNTER + ".power", 230.0, "W"));
  }

  @Test
  void aTerminalShowsItsLabelItsWiringAndWhatItIsNow() {
    String page = browser.get("/io").body();
    assertTrue(page.contains("<strong>I01</strong> <small>P0</small>"), page);
    assertTrue(page.contains("GPIO 4 · pin 7 · pull-up · on at a low level"), page);
    assertTrue(page.contains("data-kind=\"input\" data-lamp=\"on\" data-quality=\"good\""), page);
    assertTrue(page.contains("data-kind=\"output\" data-lamp=\"off\""), page);
    assertTrue(page.contains("Safe: off, after 5m without a command"), page);
    assertTrue(page.contains("12.50"), page);
    assertTrue(page.contains("Power 230.0 W"), page);
    assertTrue(page.contains("28-0316a2795aff"), page);
  }

  @Test
  void theDrawingOfTheHeaderShowsWhichPinIsOn() {
    String page = browser.get("/parts/io").body().replace("\n", "");
    assertTrue(page.contains("data-kind=\"input\" data-on=\"yes\"><circle cx=\"165\""), page);
    assertTrue(page.contains("I01 on</text>"), page);
    assertTrue(page.contains("P0 off</text>"), page);
  }

  @Test
  void whoMayChangeSetsOutputsAndCounters() {
    String page = browser.get("/io").body();
    assertTrue(page.contains("aria-label=\"P0 on\""), page);
    assertTrue(page.contains("Set the reading"), page);
    assertFalse(page.contains("name=\"path\" value=\"" + INPUT + "\""), page);
  }

  @Test
  void theApiTellsTerminalsAndBoards() {
    String answer = browser.get("/api/v1/io").body();
    assertTrue(answer.contains("\"label\":\"I01\",\"line\":4,\"pin\":7"), answer);
    assertTrue(answer.contains("\"boards\":[{\"id\":\"unipi-1-1\""), answer);
    assertEquals(200, browser.get("/api/v1/io").statusCode());
  }
}
