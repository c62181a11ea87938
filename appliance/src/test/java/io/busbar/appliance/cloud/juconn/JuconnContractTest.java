package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.ConnectorContract;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Message;
import java.time.Instant;
import java.util.List;

final class JuconnContractTest extends ConnectorContract {
  @Override
  protected Connector connector(List<ConnectorType.Point> points) {
    return new Talk(
            Talk.settings("JSON", false), List.of(new ConnectorType.Section("Realtime1", points)))
        .connector();
  }

  @Override
  protected void connect(Connector connector) {
    for (Effect effect : connector.on(new Event.Connected(), NOW)) {
      if (effect instanceof Effect.Publish(Message init, List<?> _)) {
        String answer =
            "{\"error_code\": 0, \"response_id\": \"" + Talk.field(init, "request_id") + "\"}";
        connector.on(
            new Event.Received(new Message(Talk.IDS.topic("gatewayInitResult"), answer, 1, false)),
            NOW);
      }
    }
  }

  @Override
  protected String mark(ConnectorType.Point point) {
    return point.variable();
  }

  @Override
  protected int mostBytes() {
    return Data.MOST_BYTES;
  }

  @Override
  protected String time(Instant time) {
    return "\"timestamp\":" + time.getEpochSecond();
  }
}
