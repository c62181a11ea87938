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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The stages that a broker shows after TCP; those before are provoked in TlsTest and from outside.
 */
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

  @Test
  void theStagesThatArePassedAreToldWhileALaterOneIsTried() throws Exception {
    CompletableFuture<Boolean> asked = new CompletableFuture<>();
    CompletableFuture<Boolean> looked = new CompletableFuture<>();
    try (ScriptedBroker broker =
        new ScriptedBroker(line -> {
          line.read();
          asked.complete(true);
          looked.join();
          line.write(0x20, 2, 0, 5);
          line.ignore();
        })) {
      ConnectionTest test = of(broker, Duration.ofSeconds(20));
      assertEquals(Result.RUNNING, test.soFar().getFirst().result(), "not begun");
      CompletableFuture<List<Step>> end = running(test);
      asked.get(20, TimeUnit.SECONDS);
      assertEquals(
          List.of(
              Result.PASSED,
              Result.PASSED,
              Result.SKIPPED,
              Result.SKIPPED,
              Result.RUNNING,
              Result.WAITING,
              Result.WAITING,
              Result.WAITING),
          results(test.soFar()));
      looked.complete(true);
      assertEquals(Result.FAILED, end.get(20, TimeUnit.SECONDS).get(4).result());
    }
  }

  @Test
  void aTestThatIsCancelledEndsSoonWhereverItIs() throws Exception {
    List<ScriptedBroker.Script> silent =
        List.of(
            line -> line.ignore(),
            line -> {
              line.connack(0);
              line.ignore();
            });
    for (ScriptedBroker.Script script : silent) {
      CompletableFuture<Boolean> there = new CompletableFuture<>();
      try (ScriptedBroker broker =
          new ScriptedBroker(line -> {
            there.complete(true);
            script.play(line);
          })) {
        ConnectionTest test = of(broker, Duration.ofMinutes(2));
        CompletableFuture<List<Step>> end = running(test);
        there.get(20, TimeUnit.SECONDS);
        test.cancel();
        List<Step> steps = end.get(20, TimeUnit.SECONDS);
        assertEquals("the test was cancelled", steps.getLast().sentence());
        assertEquals(Result.NOT_REACHED, steps.getLast().result());
        assertEquals(Result.PASSED, steps.getFirst().result());
      }
    }
  }

  @Test
  void aTestThatIsCancelledBeforeItBeginsConnectsToNobody() throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.Line::ignore)) {
      ConnectionTest test = of(broker, Duration.ofMinutes(2));
      test.cancel();
      assertEquals(Result.NOT_REACHED, test.run().getFirst().result());
      assertEquals(0, broker.connections());
    }
  }

  private static CompletableFuture<List<Step>> running(ConnectionTest test) {
    CompletableFuture<List<Step>> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            end.complete(test.run());
          } catch (InterruptedException e) {
            end.completeExceptionally(e);
          }
        });
    return end;
  }

  private static List<Result> results(List<Step> steps) {
    return steps.stream().map(Step::result).toList();
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

  private static List<Step> test(Duration patience, ScriptedBroker.Script script) throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker(script)) {
      return of(broker, patience).run();
    }
  }

  private static ConnectionTest of(ScriptedBroker broker, Duration patience) {
    return new ConnectionTest(
        Line.of(Brokers.plain(broker.port())),
        List.of(new Subscribe("in/#", 1)),
        PROBE,
        patience,
        InstantSource.system());
  }
}
