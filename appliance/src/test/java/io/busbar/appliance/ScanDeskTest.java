package io.busbar.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.busbar.drivers.modbus.ScanRequest;
import io.busbar.drivers.schema.Problem;
import io.busbar.drivers.serial.Direction;
import io.busbar.web.Console.ScanOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders of the page and of the command line. */
class ScanDeskTest {
  private final List<Problem> problems = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "adapter, ADAPTER",
    "kernel, KERNEL",
    "kernel-inverted, KERNEL_INVERTED",
    "rts, RTS",
  })
  void theDirectionOfALineIsThatOfAConfiguration(String word, Direction direction) {
    ScanRequest.Rtu request =
        assertInstanceOf(ScanRequest.Rtu.class, ScanDesk.request(order(word), problems));
    assertEquals(direction, request.direction());
  }

  @Test
  void anotherDirectionIsRefused() {
    assertNull(ScanDesk.request(order("both"), problems));
    assertEquals(
        "[/direction: got another text, want adapter, kernel, kernel-inverted or rts]",
        problems.toString());
  }

  private static ScanOrder order(String direction) {
    return new ScanOrder(
        "/dev/ttyAMA0", List.of(9600), List.of("none"), direction, null, 502, "1-3");
  }
}
