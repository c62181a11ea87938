package io.busbar.appliance.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.cloud.LinkFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class MqttLinkTest {
  private final Heard heard = new Heard();

  @ParameterizedTest
  @CsvSource({
    "1, PROTOCOL_VERSION, MQTT 3.1.1",
    "2, CLIENT_ID, client id",
    "3, UNAVAILABLE, out of service",
    "4, BAD_LOGIN, password is wrong",
    "5, NOT_AUTHORISED, may not connect"
  })
  void namesEachRefusalOfTheBrokerInWords(int code, Kind kind, String words) throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker(line -> line.connack(code))) {
      assertFails(Brokers.plain(broker.port()), kind, words);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10, 12, 60, 600, 65_535})
  void looksOftenEnoughToGiveUpASilentBrokerInTime(int keepAlive) {
    Duration look = MqttLink.look(Duration.ofSeconds(keepAlive));
    assertTrue(keepAlive + 2 * look.toMillis() / 1000.0 <= 1.5 * keepAlive + 5);
    assertTrue(look.toMillis() >= 2500, "the answer to a ping has too little time");
  }

  @Test
  void givesUpABrokerThatDoesNotAnswerConnect() throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.Line::ignore)) {
      assertFails(
          Brokers.plain(broker.port()), Duration.ofSeconds(1), Kind.SILENT, "does not answer");
    }
  }

  @Test
  void namesABrokerThatClosesInsteadOfAnswering() throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.Line::read)) {
      assertFails(
          Brokers.plain(broker.port()), Kind.CLOSED_AT_CONNECT, "instead of answering CONNECT");
    }
  }

  @Test
  void namesAPortOnWhichNothingListens() throws Exception {
    int free;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = server.getLocalPort();
    }
    assertFails(Brokers.plain(free), Kind.REFUSED, "port " + free);
  }

  @Test
  void namesAHostThatNobodyKnows() throws Exception {
    assertFails(
        Brokers.at("tcp://no-such-host.invalid:1883", null, null, null),
        Kind.UNKNOWN_HOST,
        "no-such-host.invalid");
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://h:0",
    "tcp://h:70000",
    "tcp://h:x",
    "tcp://:1883",
    "ws://h:0",
    "tcp://h/path",
    "http://h"
  })
  void refusesAnAddressOfAnotherForm(String url) throws Exception {
    assertFails(Brokers.at(url, null, null, null), Kind.UNKNOWN_HOST, "tcp://host:1883");
  }

  @Test
  void saysThatABrokerOnAPlainPortSpeaksNoTls() throws Exception {
    try (ScriptedBroker broker =
        new ScriptedBroker(line -> {
          line.write(0x20, 2, 0, 1, 0, 0);
          line.ignore();
        })) {
      assertFails(
          Brokers.at("ssl://127.0.0.1:" + broker.port(), null, null, null),
          Kind.NO_TLS,
          "does not speak TLS");
    }
    try (ScriptedBroker broker = new ScriptedBroker(line -> line.in().read())) {
      assertFails(
          Brokers.at("ssl://127.0.0.1:" + broker.port(), null, null, null), Kind.NO_TLS, "TLS");
    }
  }

  @Test
  void anAbortEndsAConnectThatWaits() throws Exception {
    LinkedBlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    try (ScriptedBroker broker =
            new ScriptedBroker(line -> {
              line.read();
              arrived.add("connect");
              line.ignore();
            });
        MqttLink link = link(Brokers.plain(broker.port()), Duration.ofMinutes(5))) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              arrived.take();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            link.abort();
          });
      assertThrows(LinkException.class, link::connect);
    }
  }

  @Test
  void deliversWhatIsPublishedAndSubscribedAndReportsALoss() throws Exception {
    BlockingQueue<String> acknowledged = new LinkedBlockingQueue<>();
    try (ScriptedBroker broker = new ScriptedBroker(MqttLinkTest::echo);
        MqttLink link = link(Brokers.plain(broker.port()), Duration.ofSeconds(20))) {
      link.connect();
      link.subscribe("in/#", 1);
      link.publish(new Message("out", "23 °C", 1, false), () -> acknowledged.add("puback"));
      assertEquals("puback", acknowledged.poll(30, TimeUnit.SECONDS));
      assertEquals(
          new Message("in/x", "23 °C", 0, false), heard.messages.poll(30, TimeUnit.SECONDS));
      link.publish(new Message("quick", "once", 0, false), () -> acknowledged.add("sent"));
      assertEquals("sent", acknowledged.poll(30, TimeUnit.SECONDS));
      link.publish(new Message("bye", "", 1, false), () -> acknowledged.add("never"));
      assertEquals(Kind.CLOSED, heard.failure().kind());
      assertTrue(acknowledged.isEmpty());
    }
  }

  @Test
  void reportsASubscriptionThatTheBrokerRefusesAndGoesOn() throws Exception {
    try (ScriptedBroker broker =
            new ScriptedBroker(line -> {
              line.connack(0);
              ScriptedBroker.Packet subscribe = line.read();
              line.write(0x90, 3, subscribe.body().get(0), subscribe.body().get(1), 0x80);
              line.ignore();
            });
        MqttLink link = link(Brokers.plain(broker.port()), Duration.ofSeconds(20))) {
      link.connect();
      link.subscribe("secret/#", 1);
      LinkFailure failure = heard.failure();
      assertEquals(Kind.SUBSCRIBE_REFUSED, failure.kind());
      assertTrue(failure.text().contains("secret/#"));
    }
  }

  /** Answers publishes, returns their text on in/x, and hangs up at a publish on `bye`. */
  private static void echo(ScriptedBroker.Line line) throws IOException {
    line.connack(0);
    while (true) {
      ScriptedBroker.Packet packet = line.read();
      switch (packet.type()) {
        case ScriptedBroker.SUBSCRIBE ->
            line.write(0x90, 3, packet.body().get(0), packet.body().get(1), 1);
        case ScriptedBroker.PUBLISH -> {
          if (packet.payload().isEmpty()) {
            return;
          }
          if ((packet.head() & 6) != 0) {
            line.puback(packet.publishId());
            byte[] text = packet.payload().getBytes(StandardCharsets.UTF_8);
            line.write(0x30, 6 + text.length, 0, 4, 'i', 'n', '/', 'x');
            line.out().write(text);
          }
        }
        default -> {}
      }
    }
  }

  private void assertFails(BrokerSettings broker, Kind kind, String words) throws Exception {
    assertFails(broker, Duration.ofSeconds(20), kind, words);
  }

  private void assertFails(BrokerSettings broker, Duration timeout, Kind kind, String words)
      throws Exception {
    try (MqttLink link = link(broker, timeout)) {
      LinkFailure failure = assertThrows(LinkException.class, link::connect).failure();
      assertEquals(kind, failure.kind(), failure.text());
      assertTrue(failure.text().contains(words), failure.text());
      assertTrue(failure.text().contains(broker.url()), failure.text());
      assertFalse(failure.text().contains("s3cret"), failure.text());
    }
  }

  private MqttLink link(BrokerSettings broker, Duration timeout) {
    return new MqttLink(Line.of(broker), 20, timeout, InstantSource.system(), heard);
  }

  /** What a link reported. */
  static final class Heard implements MqttLink.Listener {
    final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<LinkFailure> failures = new LinkedBlockingQueue<>();

    LinkFailure failure() throws InterruptedException {
      LinkFailure failure = failures.poll(60, TimeUnit.SECONDS);
      assertTrue(failure != null, "nothing was reported");
      return failure;
    }

    @Override
    public void received(Message message) {
      messages.add(message);
    }

    @Override
    public void subscribed() {
      // What comes of it is a message.
    }

    @Override
    public void lost(LinkFailure why) {
      failures.add(why);
    }

    @Override
    public void refused(LinkFailure why) {
      failures.add(why);
    }
  }
}
