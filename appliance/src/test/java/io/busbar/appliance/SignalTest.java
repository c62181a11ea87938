package io.busbar.appliance;

import static io.busbar.appliance.cloud.PublisherState.Phase.CONNECTED;
import static io.busbar.appliance.cloud.PublisherState.Phase.CONNECTING;
import static io.busbar.appliance.cloud.PublisherState.Phase.WAITING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.drivers.Panel.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalTest {
  @Test
  void theLedIsGreenOnlyWhenEveryConnectionStands() {
    assertEquals(Signal.OFF, Clouds.signal(List.of()));
    assertEquals(Signal.CONNECTED, Clouds.signal(List.of(CONNECTED, CONNECTED)));
    assertEquals(Signal.CONNECTING, Clouds.signal(List.of(CONNECTED, WAITING)));
    assertEquals(Signal.CONNECTING, Clouds.signal(List.of(CONNECTING)));
  }
}
