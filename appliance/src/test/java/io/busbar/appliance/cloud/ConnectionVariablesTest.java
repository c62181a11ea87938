package io.busbar.appliance.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.busbar.appliance.cloud.PublisherState.Phase;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.drivers.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionVariablesTest {
  private static final Instant T0 = Instant.ofEpochSecond(1_585_563_331);
  private final ProcessTree tree = new ProcessTree(System::nanoTime);
  private PublisherState state = state(Phase.CONNECTING, null);

  @Test
  void sayWhatTheManualSays() {
    ConnectionVariables variables = variables("ssl://172.18.121.247:8883");
    assertEquals(new Value.Text("mqtt+ssl:172.18.121.247:8883"), value("ConnectionType"));
    assertEquals(new Value.Int(0), value("ConnectionState"));
    assertEquals(new Value.Text("connecting"), value("ConnectionStateMsg"));
    assertEquals(null, value("LastTimeStamp"));
    assertEquals(null, value("BrokerVersion"));
    assertEquals(new Value.Int(0), value("ChangeToggle"));

    state = state(Phase.CONNECTED, T0);
    variables.look();
    assertEquals(new Value.Int(1), value("ConnectionState"));
    assertEquals(new Value.Text("connected"), value("ConnectionStateMsg"));
    assertEquals(new Value.Int(1_585_563_331), value("LastTimeStamp"));
    assertEquals(new Value.Int(1), value("ChangeToggle"));

    state = state(Phase.WAITING, T0.plusSeconds(1));
    variables.look();
    assertEquals(new Value.Text("not connected"), value("ConnectionStateMsg"));
    assertEquals(new Value.Int(0), value("ChangeToggle"));
  }

  @Test
  void anUnchangedConnectionCostsTheTreeNothing() {
    ConnectionVariables variables = variables("tcp://broker:1883");
    assertEquals(new Value.Text("mqtt:broker:1883"), value("ConnectionType"));
    long version = tree.version();
    variables.look();
    assertEquals(version, tree.version());
  }

  private ConnectionVariables variables(String url) {
    return new ConnectionVariables(tree, "CloudConn", url, () -> state, InstantSource.fixed(T0));
  }

  private @Nullable Value value(String name) {
    List<ProcessTree.Snapshot> found = tree.under("/Process/CloudConn/" + name);
    assertNotNull(found);
    return found.getFirst().latest().value();
  }

  private static PublisherState state(Phase phase, @Nullable Instant acknowledged) {
    return new PublisherState(
        "CloudConn", "", phase, true, "", null, null, acknowledged, null, 0, 0, 1);
  }
}
