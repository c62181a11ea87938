package io.busbar.appliance.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.cloud.ConnectionTest.Result;
import io.busbar.appliance.cloud.ConnectionTest.Stage;
import io.busbar.appliance.cloud.ConnectionTest.Step;
import io.busbar.appliance.cloud.Connector.Effect.Subscribe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stages that a broker shows after TCP; those before are provoked in TlsTest and from outside. */
@Timeout(120)
final class ConnectionTestTest {
  private static final Message PROBE = new Message("out", "{}", 0, false);

  @Test
  void everyStageThatThereIsIsPassed() throws Exception {
    List<Step> steps =
        test(
            Duration.ofSeconds(20),
            line -> {
              line.connack(0);
              ScriptedBroker.Packet wish = line.read();
              line.write(0x90, 3, wish.body().get(0), wish.body().get(1), 1);
              ScriptedBroker.Packet probe = line.read();
              int size = 2 + "out".length();
              line.write(0x40, 2, probe.body().get(size), probe.body().get(size + 1));
              line.ignore();
            });
    assertEquals(
        List.of(
            Result.PASSED,
            Result.PASSED,
            Result.SKIPPED,
            Result.SKIPPED,
            Result.PASSED,
            Result.PASSED,
            Result.PASSED,
            Result.PASSED),
        steps.stream().map(Step::result).toList());
    assertEquals(8, steps.getLast().stage().number());
  }

  @Test
  void aRefusedSubscriptionIsStageSix() throws Exception {
    Step step =
        failed(
            Stage.SUBSCRIBE,
            line -> {
              line.connack(0);
              ScriptedBroker.Packet wish = line.read();
              line.write(0x90, 3, wish.body().get(0), wish.body().get(1), 0x80);
              line.ignore();
            });
    assertTrue(step.sentence().contains("in/#; check the client id's rights"), step.sentence());
  }

  @Test
  void aMessageThatIsNotAcknowledgedIsStageSeven() throws Exception {
    Step step =
        failed(
            Stage.PUBLISH,
            line -> {
              line.connack(0);
              ScriptedBroker.Packet wish = line.read();
              line.write(0x90, 3, wish.body().get(0), wish.body().get(1), 1);
              line.ignore();
            });
    assertTrue(step.sentence().contains("a message on out was not acknowledged within 2 s"));
  }

  @Test
  void aBrokerThatClosesInsteadOfAcknowledgingIsStageSevenToo() throws Exception {
    Step step =
        failed(
            Stage.PUBLISH,
            line -> {
              line.connack(0);
              ScriptedBroker.Packet wish = line.read();
              line.write(0x90, 3, wish.body().get(0), wish.body().get(1), 1);
              line.read();
            });
    assertTrue(step.sentence().contains("whether this client may publish on out"));
  }

  @Test
  void aConnackThatRefusesIsStageFiveAndTheRestIsNotReached() throws Exception {
    List<Step> steps =
        test(
            Duration.ofSeconds(20),
            line -> {
              line.connack(5);
              line.ignore();
            });
    assertEquals(Result.FAILED, steps.get(4).result());
    assertTrue(steps.get(4).sentence().contains("CONNACK 5"));
    assertEquals(Result.NOT_REACHED, steps.get(5).result());
    assertEquals(Result.NOT_REACHED, steps.getLast().result());
  }

  private static Step failed(Stage stage, ScriptedBroker.Script script) throws Exception {
    for (Step step : test(Duration.ofSeconds(2), script)) {
      if (step.result() == Result.FAILED) {
        assertEquals(stage, step.stage());
        return step;
      }
    }
    throw new AssertionError("nothing failed");
  }

  private static List<Step> test(Duration patience, ScriptedBroker.Script script)
      throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker(script)) {
      return new ConnectionTest(
              Line.of(Brokers.plain(broker.port())),
              List.of(new Subscribe("in/#", 1)),
              PROBE,
              patience,
              InstantSource.system())
          .run();
    }
  }
}
