package io.busbar.web.pages;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the appliance says in English, in the language of a page. */
class ReasonsTest {
  private static final Texts GERMAN = Texts.of(Locale.GERMAN);

  @Test
  void anEnglishPageSaysWhatTheApplianceSays() {
    String reason = "Lan: no answer from PAC1 (unit 1, input 0x0034, 2 registers) within 1s";
    assertEquals(reason, Texts.of(Locale.ENGLISH).reason(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Lan: no answer from PAC1 (unit 1, input 0x0034, 2 registers) within 1s. Check the unit id; behind a gateway also the wiring and baud rate of the device | Lan: keine Antwort von PAC1 (Unit 1, input 0x0034, 2 Register) innerhalb von 1s. Unit-Id prüfen; hinter einem Gateway auch Verdrahtung und Baudrate des Geräts
          Rtu: got a frame with a wrong CRC: 01 04 ... (12 bytes), asking M (unit 7, holding 0x0000, 1 register). Check baud rate and parity (9600 8N1), termination, cable, and that no two devices have the same unit id and no second master is on the line | Rtu: ein Telegramm mit falscher CRC: 01 04 ... (12 Bytes) erhalten auf die Frage an M (Unit 7, holding 0x0000, 1 Register). Baudrate und Parität (9600 8N1), Abschlusswiderstand und Kabel prüfen; keine zwei Geräte mit derselben Unit-Id, kein zweiter Master auf der Leitung
          Lan: M (unit 7, holding 0x0000, 1 register) refused: illegal data address (exception 2). Check that the configured meter type is the one that is built in | Lan: M (Unit 7, holding 0x0000, 1 Register) lehnt ab: Registeradresse nicht erlaubt (Ausnahmecode 2). Prüfen, ob der eingestellte Zählertyp der eingebaute ist
          /dev/ttyUSB0 is not there. Check the plug and the name in the configuration: no serial port is there at all; plug in the adapter or enable the UART | /dev/ttyUSB0 ist nicht vorhanden. Stecker und Namen in der Konfiguration prüfen: es gibt gar keine serielle Schnittstelle; Adapter einstecken oder UART einschalten
          /dev/ttyUSB0 is not there. Check the plug and the name in the configuration: there are /dev/ttyS0 and more | /dev/ttyUSB0 ist nicht vorhanden. Stecker und Namen in der Konfiguration prüfen: vorhanden sind /dev/ttyS0 und weitere
          connection 2 of 4: 10.0.0.5:502 does not accept the connection: Connection refused. This host may serve fewer than 4 connections at a time: lower the bus's "connections" (1 works with every host), or close another program's | Verbindung 2 von 4: 10.0.0.5:502 nimmt die Verbindung nicht an: Verbindung abgelehnt. Dieser Host bedient vielleicht weniger als 4 Verbindungen zugleich: „Verbindungen“ des Busses verkleinern (1 geht bei jedem Host) oder die eines anderen Programms schließen
          ssl://b:8883: connection refused; nothing listens on port 8883: check the port, and whether the broker runs | ssl://b:8883: Verbindung abgelehnt; an Port 8883 hört niemand: Port prüfen und ob der Broker läuft
          b: the broker refuses this client id (CONNACK 2); check its spelling and its form; the certificate's CN is A, want B for this client id | b: der Broker lehnt diese Client-Id ab (CONNACK 2); Schreibweise und Form prüfen; der CN des Zertifikats ist A, zu dieser Client-Id gehört B
          b: the connection was closed (java.net.SocketException: Connection reset) instead of answering; check at the platform whether this client may subscribe | b: die Verbindung wurde geschlossen (java.net.SocketException: Verbindung abgebrochen), statt zu antworten; bei der Plattform prüfen, ob dieser Client abonnieren darf
          b: the broker's certificate is signed by `CN=Test Co. Ltd; Root`, which is not among the system's authorities; set caFile to that authority's certificate | b: das Zertifikat des Brokers hat `CN=Test Co. Ltd; Root` unterschrieben, keine der Zertifizierungsstellen des Systems; das Zertifikat dieser Stelle unter „Zertifizierungsstellen“ angeben
          A gives up Sends (5 so far): its share of store.outboxBytes is used up. Raise it, or bring the connector back; B gives up Sends (7 so far): the disk is full. Make room, then it goes on by itself | A gibt Sendungen auf (bisher 5): der Anteil am Postausgang ist aufgebraucht. Den Postausgang vergrößern oder die Verbindung wieder herstellen; B gibt Sendungen auf (bisher 7): der Datenträger ist voll. Platz schaffen, dann geht es von selbst weiter
          not read yet | noch nicht gelesen
          """)
  void sentencesAreFoundOneByOneAndOneInAnother(String english, String german) {
    assertEquals(german, GERMAN.reason(english));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ": ",
        "; ",
        ". . ",
        "Lan",
        "what nobody ever said",
        "got a flat tyre, want another one",
        "{0} '{1}' ''",
        "Nachts ist es kälter als draußen; und umgekehrt. So ist es"
      })
  void whatIsNotKnownStaysAsItIs(String text) {
    assertEquals(text, GERMAN.reason(text));
  }

  @Test
  void whatIsKnownIsSaidBesideWhatIsNot() {
    assertEquals(
        "Foo bar; kein Weg dorthin (no such thing); Netzwerkkabel und Gateway prüfen. Baz",
        GERMAN.reason(
            "Foo bar; no way there (no such thing); check the network cable and the gateway. Baz"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{0}", "''", "'", "$1\\", "<b>&amp;", "\n\t", "日本語", "\uD83D\uDD0C", ""})
  void argumentsComeThroughLetterByLetter(String odd) {
    assertEquals(
        "der Hostname x" + odd + "y ist unbekannt",
        GERMAN.reason("the host name x" + odd + "y is unknown"));
  }

  @Test
  void aTextWithoutAReasonHasNone() {
    assertNull(GERMAN.reasonOrNull(null));
    assertEquals("noch nicht gelesen", GERMAN.reasonOrNull("not read yet"));
  }

  @Test
  void hostileTextsCostLittle() {
    List<String> seeds =
        List.of(
            "; ",
            ". ",
            ": ",
            " (unit ",
            "a. b; c: ",
            "no answer from ",
            " refused: (",
            " is not ",
            "the certificate of : ",
            ", want ",
            "(",
            "got ",
            "a");
    for (String seed : seeds) {
      for (int length : new int[] {10, 40, 1900, 100_000}) {
        String text = seed.repeat(length / seed.length() + 1);
        assertTimeout(
            Duration.ofSeconds(1), () -> assertTrue(GERMAN.reason(text).length() > 0), seed);
      }
    }
  }

  @Test
  void aVeryLongTextStaysAsItIs() {
    String text = "the host name " + "x".repeat(Reasons.LONGEST) + " is unknown";
    assertEquals(text, GERMAN.reason(text));
  }

  @Test
  void everyPatternFindsItselfAndFillsItsGapsInBothLanguages() {
    Properties english = Texts.properties(Reasons.GROUP, Locale.ENGLISH);
    Properties german = Texts.properties(Reasons.GROUP, Locale.GERMAN);
    List<String> arguments = List.of("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9");
    assertTrue(english.size() > 300, "almost nothing is there");
    Map<String, String> wrong = new TreeMap<>();
    for (String key : english.stringPropertyNames()) {
      SentencePattern pattern = SentencePattern.of(english.getProperty(key));
      String sentence = pattern.fill(arguments);
      SentencePattern.Found found = pattern.find(sentence);
      assertTrue(found != null && found.before().isEmpty(), key);
      for (int gap : pattern.gaps()) {
        assertEquals("a" + gap, found.arguments().get(gap), key);
      }
      String said = SentencePattern.of(german.getProperty(key)).fill(arguments);
      if (!key.startsWith("reason.part.") && !said.equals(GERMAN.reason(sentence))) {
        wrong.put(key, GERMAN.reason(sentence));
      }
    }
    assertEquals(Map.of(), wrong);
  }

  @Test
  void noPatternIsAGapAlone() {
    Properties english = Texts.properties(Reasons.GROUP, Locale.ENGLISH);
    for (String key : english.stringPropertyNames()) {
      SentencePattern pattern = SentencePattern.of(english.getProperty(key));
      assertTrue(pattern.weight() >= 5, key + " fits almost everything");
      List<String> pieces = pattern.pieces();
      for (int i = 1; i < pieces.size() - 1; i++) {
        assertTrue(!pieces.get(i).isEmpty(), key + " has two gaps side by side");
      }
    }
  }

  @Test
  void aPatternWithSomethingElseThanGapsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SentencePattern.of("it's {0}"));
    assertThrows(IllegalArgumentException.class, () -> SentencePattern.of("{0,number}"));
    assertDoesNotThrow(() -> SentencePattern.of("it''s {0}"));
  }
}
