package io.busbar.appliance.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.cloud.LinkFailure.Kind;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
final class TlsTest {
  private static final String LOCAL = "san=dns:localhost,ip:127.0.0.1";

  @TempDir private static Path folder;
  private static Keys keys;

  @BeforeAll
  static void makesAnAuthorityAndItsCertificates() throws Exception {
    keys =
        new Keys(folder)
            .authority("ca")
            .authority("other")
            .certificate("broker", "ca", "EC", "-ext", LOCAL, "-validity", "30")
            .certificate("elsewhere", "ca", "EC", "-ext", "san=dns:cloud.example,dns:mqtt.example")
            .certificate(
                "expired", "ca", "EC", "-ext", LOCAL, "-startdate", "-20d", "-validity", "10")
            .certificate(
                "early", "ca", "EC", "-ext", LOCAL, "-startdate", "+20d", "-validity", "10")
            .certificate("rsa", "ca", "RSA", "-validity", "30")
            .certificate("ec", "ca", "EC", "-validity", "30")
            .certificate("ed25519", "ca", "Ed25519", "-validity", "30")
            .certificate("stranger", "other", "EC", "-validity", "30");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void connectsToABrokerThatItsAuthorityVouchesFor(String protocol) throws Exception {
    try (ScriptedBroker broker = broker("broker", false, protocol);
        MqttLink link = link(local(broker, "ca", null, null))) {
      link.connect();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ec", "ed25519"})
  void showsItsClientCertificateOfEveryKind(String name) throws Exception {
    try (ScriptedBroker broker = broker("broker", true, "TLSv1.3", "TLSv1.2");
        MqttLink link = link(local(broker, "ca", keys.pem(name), keys.key(name)))) {
      link.connect();
    }
  }

  /** Both made of the PKCS#8 key by taking off its wrapping, as openssl -traditional does. */
  @ParameterizedTest
  @CsvSource({"rsa, RSA PRIVATE KEY", "ec, EC PRIVATE KEY"})
  void showsItsClientCertificateWithAKeyOfTheOlderForm(String name, String label)
      throws Exception {
    Path key = Files.writeString(folder.resolve(name + ".old.key"), keys.olderKey(name, label));
    try (ScriptedBroker broker = broker("broker", true, "TLSv1.3");
        MqttLink link = link(local(broker, "ca", keys.pem(name), key.toString()))) {
      link.connect();
    }
  }

  @Test
  void trustsAPinnedCertificateAloneAndItsNameAndDatesCountAllTheSame() throws Exception {
    assertPinned("broker", keys.fingerprint("broker"), null, null);
    String text =
        assertPinned("broker", keys.fingerprint("ec"), Kind.UNTRUSTED, "set fingerprint");
    assertTrue(text.contains(keys.fingerprint("broker").replace(":", "").toLowerCase(Locale.ROOT)), text);
    assertPinned(
        "elsewhere", keys.fingerprint("elsewhere"), Kind.WRONG_NAME, "cloud.example");
    assertPinned(
        "expired", keys.fingerprint("expired"), Kind.CERTIFICATE_DATE, "has expired");
  }

  private static String assertPinned(
      String name, String fingerprint, @Nullable Kind kind, @Nullable String words)
      throws Exception {
    try (ScriptedBroker broker = broker(name, false, "TLSv1.3")) {
      BrokerSettings pinned = Brokers.pinned("ssl://localhost:" + broker.port(), fingerprint);
      if (kind == null || words == null) {
        try (MqttLink link = link(pinned)) {
          link.connect();
          return "";
        }
      }
      String text = fails(pinned, kind);
      assertTrue(text.contains(words), text);
      return text;
    }
  }

  @Test
  void refusesABrokerWhoseAuthorityIsUnknown() throws Exception {
    try (ScriptedBroker broker = broker("broker", false, "TLSv1.3")) {
      String text = fails(local(broker, "other", null, null), Kind.UNTRUSTED);
      assertTrue(text.contains("CN=ca") && text.contains("other.pem"), text);
      String system =
          fails(Brokers.at("ssl://localhost:" + broker.port(), null, null, null), Kind.UNTRUSTED);
      assertTrue(system.contains("set caFile"), system);
    }
  }

  @Test
  void refusesABrokerOfAnotherNameAndNamesTheNamesItHas() throws Exception {
    try (ScriptedBroker broker = broker("elsewhere", false, "TLSv1.3")) {
      String text = fails(local(broker, "ca", null, null), Kind.WRONG_NAME);
      assertTrue(text.contains("cloud.example, mqtt.example"), text);
      assertTrue(text.contains("not for localhost"), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired", "early"})
  void refusesACertificateOutOfItsTimeAndShowsTheClockBesideIt(String name) throws Exception {
    try (ScriptedBroker broker = broker(name, false, "TLSv1.3")) {
      String text = fails(local(broker, "ca", null, null), Kind.CERTIFICATE_DATE);
      assertTrue(text.contains(name.equals("early") ? "not valid yet" : "has expired"), text);
      assertTrue(text.contains("clock says " + Instant.now().toString().substring(0, 10)), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void saysThatTheBrokerWantsAClientCertificate(String protocol) throws Exception {
    try (ScriptedBroker broker = broker("broker", true, protocol)) {
      String text = fails(local(broker, "ca", null, null), Kind.CLIENT_CERTIFICATE);
      assertTrue(text.contains("set certFile and keyFile"), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void saysThatTheBrokerRefusesItsClientCertificate(String protocol) throws Exception {
    try (ScriptedBroker broker = broker("broker", true, protocol)) {
      String text =
          fails(
              local(broker, "ca", keys.pem("stranger"), keys.key("stranger")),
              Kind.CLIENT_CERTIFICATE);
      assertTrue(text.contains("stranger.pem"), text);
    }
  }

  @Test
  void refusesFilesThatCannotBeUsedAndSaysHowToConvertThem() throws Exception {
    byte[] body = {1, 2, 3};
    String ec = keys.pem("ec");
    assertFile("want RSA, EC or Ed25519", ec, Keys.block("RSA PRIVATE KEY", body));
    assertFile("cut off", ec, Keys.block("EC PRIVATE KEY", body));
    assertFile("name its curve", ec, Keys.block("EC PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 1}));
    assertFile(
        "encrypted",
        ec,
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"
            + "AAAA\n-----END RSA PRIVATE KEY-----\n");
    assertFile("want RSA, EC or Ed25519", ec, Keys.block("DSA PRIVATE KEY", body));
    assertFile("encrypted", ec, Keys.block("ENCRYPTED PRIVATE KEY", body));
    assertFile("want RSA, EC or Ed25519", ec, Keys.block("PRIVATE KEY", body));
    assertFile("no private key", ec, "nothing");
    assertFile("does not belong", ec, Files.readString(Path.of(keys.key("rsa"))));
    assertFile("does not belong", ec, Files.readString(Path.of(keys.key("stranger"))));
    assertFile("no PEM certificate", keys.key("ec"), Files.readString(Path.of(keys.key("ec"))));
    assertFile("cannot be read", "/no/such/file", Files.readString(Path.of(keys.key("ec"))));
    String half = refused(ec, null);
    assertTrue(half.contains("want both or none"), half);
  }

  private static void assertFile(String words, String certFile, String key) throws Exception {
    Path file = Files.writeString(folder.resolve("try.key"), key, StandardCharsets.US_ASCII);
    String text = refused(certFile, file.toString());
    assertTrue(text.contains(words), text);
  }

  private static String refused(String certFile, @Nullable String keyFile) {
    LinkFailure failure =
        assertThrows(LinkException.class, () -> TlsFiles.identity(certFile, keyFile)).failure();
    assertEquals(Kind.FILES, failure.kind());
    return failure.text();
  }

  private static ScriptedBroker broker(String name, boolean mutual, String... protocols)
      throws Exception {
    SSLServerSocket server =
        (SSLServerSocket)
            keys.context(name, "ca")
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(mutual);
    server.setEnabledProtocols(protocols);
    return new ScriptedBroker(
        server,
        line -> {
          line.connack(0);
          line.ignore();
        });
  }

  private static BrokerSettings local(
      ScriptedBroker broker, String ca, @Nullable String cert, @Nullable String key) {
    return Brokers.at("ssl://localhost:" + broker.port(), keys.pem(ca), cert, key);
  }

  /** With TLS 1.3 a reset may outrun the broker's alert; then it is tried again. */
  private static String fails(BrokerSettings broker, Kind kind) {
    LinkFailure failure = fails(broker);
    for (int i = 0; i < 20 && failure.kind() == Kind.CLOSED_AT_CONNECT; i++) {
      failure = fails(broker);
    }
    assertEquals(kind, failure.kind(), failure.text());
    return failure.text();
  }

  private static LinkFailure fails(BrokerSettings broker) {
    try (MqttLink link = link(broker)) {
      return assertThrows(LinkException.class, link::connect).failure();
    }
  }

  private static MqttLink link(BrokerSettings broker) {
    return new MqttLink(
        Line.of(broker),
        20,
        Duration.ofSeconds(30),
        InstantSource.system(),
        new MqttLinkTest.Heard());
  }
}
