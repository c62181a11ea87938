package io.busbar.appliance.tixml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.appliance.Kinds;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.Tixml;
import io.busbar.appliance.tixml.codec.Tixml.Form;
import io.busbar.appliance.tixml.codec.Tixml.Frame;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCommandsTest {
  private static final String MUST =
      "<CloudBaseUrl _=\"tcp://b:1883\"/><CloudConnStart _=\"1\"/>"
          + "<CloudConnType _=\"FPIL_Tixi_MQTT_1\"/>";

  private final TixmlRig rig = new TixmlRig();

  @BeforeEach
  void stop() {
    assertEquals("<Set/>", rig.answer("<Set _=\"/Process/Program/Mode\" value=\"Stop\"/>"));
  }

  @Test
  void getConfigGivesBackWhatSetConfigWrote() {
    for (int seed = 0; seed < 300; seed++) {
      Element wanted = cloudConn(new Random(seed));
      String database = new Tixml(Form.TEXT, Frame.NONE, List.of(wanted)).format();
      assertEquals(
          "<SetConfig/>",
          rig.answer("<SetConfig _=\"ISP\">" + database + "</SetConfig>"),
          () -> database);
      String answer = rig.answer("<GetConfig _=\"ISP/" + wanted.name() + "\"/>");
      Element got = TixmlRig.parse(Form.TEXT, answer).getFirst().children().getFirst();
      assertEquals(sorted(wanted), sorted(got));
    }
  }

  private static List<String> sorted(Element group) {
    return group.children().stream().map(Element::toString).sorted().toList();
  }

  /** Any good CloudConn, with every key that has a default of its own. */
  private static Element cloudConn(Random random) {
    List<Element> keys = new ArrayList<>();
    keys.add(Element.of("CloudConnType", "FPIL_Tixi_MQTT_1"));
    keys.add(Element.of("CloudBaseUrl", "ssl://broker" + random.nextInt(9) + ":8883"));
    keys.add(Element.of("CloudConnStart", "" + random.nextInt(2)));
    keys.add(Element.of("MQTTKeepAlive", "" + (1 + random.nextInt(900))));
    maybe(random, keys, "username", "us\u00e9r");
    maybe(random, keys, "password", "<&\"");
    maybe(random, keys, "gateway_id", "5e6f");
    maybe(random, keys, "customer_id", "c-1");
    maybe(random, keys, "QoS", "" + random.nextInt(3));
    maybe(random, keys, "CloudConnDataFormat", random.nextBoolean() ? "TiXML" : "JSON");
    maybe(random, keys, "virtual_devices", "" + random.nextInt(2));
    if (random.nextBoolean()) {
      keys.add(Element.of("TLS_Client_authmode", "file"));
      keys.add(Element.of("TLS_Client_key", "my.key"));
      keys.add(Element.of("TLS_Client_cert", "my.crt"));
    }
    if (random.nextBoolean()) {
      keys.add(Element.of("TLS_Server_authmode", "file"));
      keys.add(Element.of("TLS_Server_cert", "ca.crt"));
    }
    for (int number = 1; number <= 5; number++) {
      if (random.nextBoolean()) {
        section(random, keys, number);
      }
    }
    return Element.of(random.nextBoolean() ? "CloudConn" : "CloudConn3", keys);
  }

  private static void section(Random random, List<Element> keys, int number) {
    boolean hysteresis = random.nextBoolean();
    int seconds = 1 + random.nextInt(1 << 30);
    keys.add(Element.of("RTSendTime" + number, hysteresis ? "-1" : "" + seconds));
    if (hysteresis) {
      keys.add(Element.of("UpdateRate" + number, "" + (1 + random.nextInt(3600))));
    }
    List<Element> points = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      Element point = Element.of("Point_" + i, "/Process/PV/Temp" + i);
      points.add(hysteresis ? point.with("hysteresis", i + ".25") : point);
    }
    points.add(Element.of("GNSS", "/a").with("lng", "/b").with("meta_type", "gps"));
    keys.add(Element.of("Realtime" + number, points));
  }

  private static void maybe(Random random, List<Element> keys, String key, String value) {
    if (random.nextBoolean()) {
      keys.add(Element.of(key, value));
    }
  }

  @Test
  void everyKeyIsWhereThePageHasIt() throws IOException {
    write(
        MUST
            + "<gateway_id _=\"g\"/><virtual_devices _=\"1\"/><RTSendTime2 _=\"60\"/>"
            + "<Realtime2><Supply_x0020_temp _=\"/Process/PV/Temp\" hysteresis=\"0.50\""
            + " meta_unit=\"K\"/></Realtime2>");
    assertEquals(
        json(
            "{'name':'CloudConn','type':'juconn','broker':{'clientId':'01234567-CloudConn',"
                + "'url':'tcp://b:1883','keepAlive':'5m'},'settings':{'gatewayId':'g',"
                + "'virtualDevices':true},'enabled':true,'sections':[{'name':'Realtime2',"
                + "'send':'1m','points':[{'name':'Supply temp','path':'/Process/PV/Temp',"
                + "'hysteresis':0.50,'meta':{'unit':'K'}}]}]}"),
        connector(0));
  }

  @Test
  void aPortIsCalledByItsNumberWhereTheConfigurationGivesItOne() throws IOException {
    String bus =
        "<External><Bus Name=\"Meters\" _=\"%s\" family=\"Modbus\" Product=\"RTU\"><Device"
            + " Name=\"SDM1\" _=\"2\" meter=\"eastron-sdm630\"/></Bus></External>";
    String set = "<SetConfig _=\"PROCCFG\" ver=\"y\">" + bus + "</SetConfig>";
    String refused = rig.answer(set.formatted("COM2"));
    assertTrue(refused.contains("External/Meters/_: got COM2, want one of the 0 ports"), refused);
    rig.config =
        rig.config.replace(
            "\"serialNumber\"", "\"ports\":[\"/dev/ttyAMA0\",\"/dev/ttyUSB0\"],\"serialNumber\"");
    assertEquals("<SetConfig/>", rig.answer(set.formatted("COM2")));
    assertTrue(rig.config.contains("\"port\":\"/dev/ttyUSB0\""), rig.config);
    String get = "<GetConfig _=\"PROCCFG/External\"/>";
    assertTrue(rig.answer(get).contains("_=\"COM2\""), rig.answer(get));
    rig.answer(set.formatted("/dev/ttyAMA0"));
    assertTrue(rig.answer(get).contains("_=\"COM1\""), rig.answer(get));
    rig.answer(set.formatted("/dev/ttyACM3"));
    assertTrue(rig.answer(get).contains("_=\"/dev/ttyACM3\""), rig.answer(get));
    assertTrue(rig.answer(set.formatted("COM3")).contains("got COM3, want one of the 2 ports"));
  }

  @Test
  void aConnectionTakesTheWireOrTheWirelessCard() throws IOException {
    write(MUST);
    String way = "<SetConfig _=\"ISP/ISP\" ver=\"y\"><OUT><%s _=\"%s\"/></OUT></SetConfig>";
    assertEquals("<SetConfig/>", rig.answer(way.formatted("CloudConn", "WLAN")));
    assertEquals("wlan0", connector(0).at("/broker/networkInterface").asText());
    assertTrue(
        rig.answer("<GetConfig _=\"ISP/OUT\"/>").contains("<OUT><CloudConn _=\"WLAN\"/></OUT>"));
    rig.config = rig.config.replace("wlan0", "wlx0013ef");
    rig.answer(way.formatted("CloudConn", "WLAN"));
    assertEquals("wlx0013ef", connector(0).at("/broker/networkInterface").asText());
    rig.answer(way.formatted("CloudConn", "Ethernet"));
    assertTrue(connector(0).at("/broker/networkInterface").isMissingNode());
    rig.config = rig.config.replace("\"url\":", "\"networkInterface\":\"eth1\",\"url\":");
    rig.answer(way.formatted("CloudConn", "Ethernet"));
    assertEquals("eth1", connector(0).at("/broker/networkInterface").asText());
    for (String none : List.of("MODEM", "VPN")) {
      String refused = rig.answer(way.formatted("CloudConn", none));
      assertTrue(
          refused.contains("OUT/CloudConn: got " + none + ", want Ethernet or WLAN"), refused);
    }
    String absent = rig.answer(way.formatted("CloudConn2", "WLAN"));
    assertTrue(absent.contains("OUT/CloudConn2: got WLAN for a connection"), absent);
  }

  @Test
  void aPositionIsOnePointInTixmlAndTwoOfOurs() throws Exception {
    rig.config =
        rig.config.replace(
            "\"buses\":[]",
            "\"buses\":[],\"variables\":[{\"name\":\"Lat\",\"type\":\"real\",\"value\":0},"
                + "{\"name\":\"Lng\",\"type\":\"real\",\"value\":0}]");
    String groups =
        "<RTSendTime1 _=\"-1\"/><Realtime1>"
            + "<GNSS _=\"/Process/PV/Lat\" hysteresis=\"0.25\" lng=\"/Process/PV/Lng\""
            + " meta_type=\"gps\" meta_virtual_device=\"Truck_1\"/>"
            + "<Mode _=\"/Process/Program/Mode\"/></Realtime1>";
    write(MUST + groups);
    assertEquals(
        json(
            "[{'name':'GNSS','path':'/Process/PV/Lat','hysteresis':0.25,'meta':{'type':'gps',"
                + "'virtual_device':'Truck_1','lng':'/Process/PV/Lng'}},"
                + "{'name':'GNSS_lng','path':'/Process/PV/Lng','hysteresis':0.25,'meta':"
                + "{'type':'gps','virtual_device':'Truck_1'}},"
                + "{'name':'Mode','path':'/Process/Program/Mode'}]"),
        connector(0).at("/sections/0/points"));
    Config config =
        new ConfigReader(Kinds.busTypes(InstantSource.system()), Kinds.connectorTypes())
            .read(rig.config.getBytes(StandardCharsets.UTF_8));
    assertEquals(3, config.connectors().getFirst().common().sections().getFirst().points().size());
    String shown = rig.answer("<GetConfig _=\"ISP/CloudConn\"/>");
    assertEquals(1, shown.split("/Process/PV/Lng", -1).length - 1, shown);
    assertTrue(shown.contains("lng=\"/Process/PV/Lng\""), shown);
    rig.config = rig.config.replace("0.25", "0.5");
    assertEquals(shown.replace("0.25", "0.5"), rig.answer("<GetConfig _=\"ISP/CloudConn\"/>"));
  }

  @Test
  void aLongitudeWithASayOfItsOwnStaysAPointOfItsOwn() throws IOException {
    String points =
        "<GNSS _=\"/a\" meta_type=\"gps\" lng=\"/b\"/><East _=\"/b\" meta_type=\"gps\"/>";
    write(MUST + "<Realtime1>" + points + "</Realtime1>");
    assertEquals(2, connector(0).at("/sections/0/points").size());
    String shown = rig.answer("<GetConfig _=\"ISP/CloudConn\"/>");
    assertTrue(shown.contains("<East _=\"/b\" meta_type=\"gps\"/>"), shown);
  }

  @Test
  void aFaultOfALongitudeIsToldAtTheAttributeThatItCameFrom() {
    rig.refuse("/connectors/0/sections/0/points/1/path", "got /b, want a variable");
    String set =
        "<SetConfig _=\"ISP\"><CloudConn>%s<Realtime1>%s</Realtime1></CloudConn></SetConfig>";
    String refused =
        rig.answer(set.formatted(MUST, "<GNSS _=\"/a\" meta_type=\"gps\" lng=\"/b\"/>"));
    assertTrue(refused.contains("CloudConn/Realtime1/GNSS/lng: got /b"), refused);
    String alone = rig.answer(set.formatted(MUST, "<GNSS _=\"/a\" lng=\"/b\"/>"));
    assertTrue(alone.contains("GNSS: got lng, want meta_type=&quot;gps&quot;"), alone);
  }

  @Test
  void whatThePageChangedIsShownAndWhatTixmlHasNoWordForStays() throws IOException {
    write(MUST + "<QoS _=\"2\"/>");
    rig.config =
        rig.config
            .replace("\"clientId\":\"01234567-CloudConn\"", "\"clientId\":\"mine\"")
            .replace("\"enabled\":true", "\"enabled\":false")
            .replace("\"settings\":{}", "\"settings\":{\"braces\":false}")
            .replace(
                "\"sections\":[]",
                "\"sections\":[{\"name\":\"Fast\",\"send\":\"1500ms\",\"maxSilence\":\"5m\","
                    + "\"points\":[{\"name\":\"4\",\"path\":\"/a\",\"hysteresisPercent\":2.5}]}]");
    String shown = rig.answer("<GetConfig _=\"ISP/CloudConn\"/>");
    assertTrue(shown.contains("<CloudConnStart _=\"0\"/>"), shown);
    assertTrue(
        shown.contains(
            "<RTSendTime1 _=\"1.5\"/><Realtime1 maxSilence=\"5m\" name=\"Fast\">"
                + "<_x0034_ _=\"/a\" hysteresisPercent=\"2.5\"/></Realtime1>"),
        shown);
    JsonNode before = connector(0);
    String same =
        shown.replace("GetConfig>", "SetConfig>").replace("<SetConfig>", "<SetConfig _=\"ISP\">");
    assertEquals("<SetConfig/>", rig.answer(same));
    assertEquals(before, connector(0));
  }

  @Test
  void aKeyThatIsLeftOutHasItsDefaultAgain() throws IOException {
    write(MUST + "<username _=\"u\"/><QoS _=\"2\"/><RTSendTime1 _=\"9\"/><Realtime1/>");
    write(MUST + "<Realtime1/>");
    assertTrue(connector(0).at("/broker/username").isMissingNode());
    assertTrue(connector(0).at("/broker/qos").isMissingNode());
    assertEquals("3s", connector(0).at("/sections/0/send").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<CloudConnStart _=\"1\"/>|CloudConn/CloudBaseUrl: missing",
        "<CloudBaseUrl _=\"tcp://b:1\"/>|CloudConn/CloudConnStart: missing",
        "<CloudBaseUrl _=\"a\"/><CloudBaseUrl _=\"b\"/>|CloudBaseUrl: got it twice",
        "<CloudBaseUrl/>|CloudBaseUrl: want a value alone",
        "<QoS _=\"1\" retain=\"1\"/>|QoS: want a value alone",
        "<QoS _=\"1\">2</QoS>|QoS: got a text",
        "<RTSendTime1 _=\"2\" unit=\"s\"/><Realtime1/>|RTSendTime1: want a value alone",
        "<Realtime1><A _=\"/a\"><B/></A></Realtime1>|A: got elements inside",
        "<CloudConnType _=\"IBM\"/>|CloudConnType: got IBM, want FPIL_Tixi_MQTT_1",
        "<CloudConnDataFormat _=\"XML\"/>|got XML, want TiXML or JSON",
        "<QoS _=\"high\"/>|QoS: got high, want a whole number",
        "<CloudConnStart _=\"yes\"/>|got yes, want 1 or 0",
        "<MQTTKeepAlive _=\"5m\"/>|got 5m, want seconds",
        "<TLS_Client_key _=\"k\"/>|TLS_Client_key: want TLS_Client_authmode file with it",
        "<TLS_Server_authmode _=\"file\"/>|TLS_Server_cert: missing with TLS_Server_authmode",
        "<TLS_Server_cert _=\"c\"/>|TLS_Server_cert: want TLS_Server_authmode file with it",
        "<RTSendTime1 _=\"2\"/>|RTSendTime1: want a Realtime1",
        "<UpdateRate3 _=\"2\"/>|UpdateRate3: want a Realtime3",
        "<Realtime6/>|Realtime6: want a number from 1 to 5",
        "<Realtime1/><RealTime1/>|RealTime1: got it twice",
        "<RTSendTime1 _=\"soon\"/><Realtime1/>|RTSendTime1: got soon, want seconds",
        "<Realtime1><A/></Realtime1>|A: want the path of a variable",
        "<Wifi _=\"1\"/>|CloudConn/Wifi: want a parameter"
      })
  void everyKeyThatCannotBeUsedIsNamed(String keys, String said) {
    String before = rig.config;
    String answer =
        rig.answer("<SetConfig _=\"ISP\"><CloudConn>" + keys + "</CloudConn></SetConfig>");
    assertTrue(answer.startsWith("<Error>") && answer.contains(said), answer);
    assertEquals(before, rig.config);
  }

  @Test
  void aConnectorOfAnotherPlatformSaysSoUnderItsOwnName() {
    rig.config =
        "{\"connectors\":[{\"name\":\"CloudConn2\",\"type\":\"mindsphere\",\"broker\":{}}]}";
    assertEquals(
        "<GetConfig><CloudConn2><CloudConnType _=\"mindsphere\"/></CloudConn2></GetConfig>",
        rig.answer("<GetConfig _=\"ISP/CloudConn2\"/>"));
    String answer =
        rig.answer("<SetConfig _=\"ISP\"><CloudConn2>" + MUST + "</CloudConn2></SetConfig>");
    assertTrue(answer.contains("-10025"), answer);
    assertTrue(answer.contains("CloudConn2: got a CloudConn, but here it is"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "/connectors/0/type,CloudConn/CloudConnType:",
    "/connectors/0/broker/url,CloudConn/CloudBaseUrl:",
    "/connectors/0/sections/0/send,CloudConn/RTSendTime2:",
    "/connectors/0/sections/0/points/0/path,CloudConn/Realtime2/T:",
    "/connectors/0/broker/clientId,CloudConn//broker/clientId:",
    "/buses/0/port,/buses/0/port:"
  })
  void aFaultOfTheConfigurationIsToldInTheWordsOfTixml(String pointer, String place) {
    rig.refuse(pointer, "got x, want y");
    String answer =
        rig.answer(
            "<SetConfig _=\"ISP\"><CloudConn>"
                + MUST
                + "<Realtime2><T _=\"/Process/PV/Temp\"/></Realtime2></CloudConn></SetConfig>");
    assertTrue(answer.contains("<ErrNo _=\"-10026\"/>"), answer);
    assertTrue(answer.contains("configuration refused: " + place + " got x, want y"), answer);
  }

  @Test
  void usersAreAddedAndChangedAndComeBackWithoutPasswords() {
    rig.users.kept.add(new UserAccounts.Account("ines", "installer", null));
    assertEquals(
        "<SetConfig/>",
        rig.answer(
            users("<ADMIN Plain='correct horse' Group='Admin'/><ines Group='Admin'/>", "1")));
    assertEquals("[ines (admin), ADMIN (admin)]", sortedByName(rig.users.kept));
    String answer = rig.answer("<GetConfig _=\"USER\"/>");
    assertTrue(answer.contains("<ADMIN Group=\"Admin\"/>"), answer);
    assertTrue(answer.contains("<Installer><EthernetLogin AccLevel=\"2\"/>"), answer);
    assertFalse(answer.contains("correct"), answer);
    String back =
        answer.replace("GetConfig>", "SetConfig>").replace("<SetConfig>", "<SetConfig _=\"USER\">");
    assertEquals("<SetConfig/>", rig.answer(back));
  }

  private static String sortedByName(List<UserAccounts.Account> users) {
    return users.stream()
        .sorted(java.util.Comparator.comparing(UserAccounts.Account::name).reversed())
        .toList()
        .toString();
  }

  @Test
  void usersThatCannotBeKeptAreRefusedWithTheReason() {
    rig.users.refusal = "this is the last administrator";
    String answer = rig.answer(users("<ines Plain='correct horse' Group='Admin'/>", "20"));
    assertTrue(answer.contains("-10022") && answer.contains("last administrator"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "<A Plain='' Group='Admin'/>,1,-10024",
    "<A Plain='ninechars' Group='Admin'/>,1,-10024",
    "<A Group='Admin'/>,1,-10024",
    "<A Plain='correct horse' Group='Root'/>,1,-10022",
    "<A Plain='correct horse' Group='Admin'/>,0,-10022",
    "<A Plain='correct horse' Group='Admin'/>,99,-10022"
  })
  void aUserOrLevelThatBreaksARuleIsRefused(String user, String level, String number) {
    String answer = rig.answer(users(user, level));
    assertTrue(answer.contains("<Error><ErrNo _=\"" + number + "\"/>"), answer);
  }

  @ParameterizedTest
  @CsvSource({"1,ADMIN", "2,INSTALLER", "19,INSTALLER", "20,VIEWER"})
  void aLevelIsARole(String level, AccessLevel role) {
    assertEquals(role, AccessLevel.of(level));
  }

  private static String users(String user, String level) {
    return "<SetConfig _=\"USER\"><AccRights><Groups><Admin><LocalLogin AccLevel=\""
        + level
        + "\"/></Admin></Groups><User _=\"Plain\">"
        + user
        + "</User></AccRights></SetConfig>";
  }

  private void write(String keys) {
    assertEquals(
        "<SetConfig/>",
        rig.answer("<SetConfig _=\"ISP\"><CloudConn>" + keys + "</CloudConn></SetConfig>"));
  }

  private JsonNode connector(int index) throws IOException {
    return json(rig.config).path("connectors").path(index);
  }

  private static JsonNode json(String text) throws IOException {
    return DocumentSchema.mapper().readTree(text.replace('\'', '"'));
  }

  @Test
  void aSetConfigWithNothingInItIsRefused() {
    assertTrue(rig.answer("<SetConfig _=\"ISP\"/>").contains("-10003"));
  }

  @Test
  void bothSpellingsOfTheManualAreRead() throws IOException {
    write(MUST + "<RTsendTime1 _=\"7\"/><RealTime1><A _=\"/a\"/></RealTime1>");
    assertEquals("7s", connector(0).at("/sections/0/send").asText());
    assertEquals(List.of("Realtime1"), Arrays.asList(connector(0).at("/sections/0/name").asText()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROCCFG/External|<External><Bus Name=\"Meters\" baud=\"9600\" Timeout=\"300ms\""
            + " _=\"/dev/ttyUSB0\" family=\"Modbus\" Product=\"RTU\" protocol=\"Modbus,RTU\""
            + " type=\"Master\" handshake=\"HALF\" format=\"8E1\">"
            + "<Device Name=\"SDM1\" _=\"2\" Pollrate=\"1s\" meter=\"eastron-sdm630\"/>"
            + "<Device Name=\"SDM2\" _=\"3\" meter=\"eastron-sdm630\" priority=\"low\"/></Bus>"
            + "<Bus Name=\"Lan\" _=\"192.168.1.20:502\" family=\"Modbus\" Product=\"TCP\""
            + " protocol=\"Modbus,TCP\" type=\"Master\"/>"
            + "</External>",
        "PROCCFG/External|<External/>",
        "LOG/LogDefinition|<LogDefinition><LogFiles><M record=\"M\" size=\"20000\" every=\"1m\"/>"
            + "<N record=\"N\"/></LogFiles><Records><M><power path=\"/Process/PV/Temp\"/></M><N/>"
            + "</Records></LogDefinition>",
        "LOG/LogDefinition|<LogDefinition><LogFiles/><Records/></LogDefinition>"
      })
  void busesAndLogsComeBackAsTheyWereWritten(String database, String content) {
    assertEquals(
        "<SetConfig/>",
        rig.answer("<SetConfig _=\"" + database + "\">" + content + "</SetConfig>"));
    assertEquals(
        "<GetConfig>" + content + "</GetConfig>",
        rig.answer("<GetConfig _=\"" + database + "\"/>"));
  }

  @Test
  void busesOfOtherKindsStayAndThoseOfModbusAreReplaced() throws IOException {
    rig.config =
        "{\"buses\":[{\"name\":\"Radio\",\"type\":\"dash7\",\"port\":\"/dev/ttyACM0\"},"
            + "{\"name\":\"Old\",\"type\":\"modbus-tcp\",\"host\":\"h\",\"devices\":[]}]}";
    assertEquals(
        "<GetConfig><External><Bus Name=\"Old\" _=\"h\" family=\"Modbus\" Product=\"TCP\""
            + " protocol=\"Modbus,TCP\" type=\"Master\"/></External></GetConfig>",
        rig.answer("<GetConfig _=\"PROCCFG/External\"/>"));
    rig.answer(
        "<SetConfig _=\"PROCCFG/External\"><External><Bus Name=\"New\" _=\"n:1502\""
            + " family=\"Modbus\" Product=\"TCP\"/></External></SetConfig>");
    assertEquals(
        json(
            "[{'name':'Radio','type':'dash7','port':'/dev/ttyACM0'},"
                + "{'name':'New','type':'modbus-tcp','host':'n','port':1502,'devices':[]}]"),
        json(rig.config).path("buses"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROCCFG/External|<External><Bus Name=\"B\" _=\"COM2\" family=\"Modbus\" Product=\"RTU\"/>"
            + "</External>|External/B/_: got COM2, want one of the 0 ports in the configuration's gateway.ports",
        "PROCCFG/External|<External><Bus Name=\"B\" _=\"/d\" family=\"M-Bus\" Product=\"RTU\""
            + " Mem=\"1\"/></External>|External/B: got Mem",
        "PROCCFG/External|<External><Bus Name=\"B\" _=\"/d\" family=\"M-Bus\" Product=\"RTU\"/>"
            + "</External>|External/B/family: got M-Bus, want Modbus",
        "PROCCFG/External|<External><Bus Name=\"B\" _=\"/d\" family=\"Modbus\" Product=\"RTU\""
            + " format=\"8X1\"/></External>|format: got 8X1",
        "PROCCFG/External|<External><Bus Name=\"B\" _=\"/d\" family=\"Modbus\" Product=\"RTU\">"
            + "<Device Name=\"D\" _=\"1\"><Temp _=\"R\" ind=\"106\"/></Device></Bus></External>"
            + "|External/B/D/Temp/simpleType: missing; add one of Bit, Uint8",
        "PROCCFG/External|<External><Wire/></External>|External/Wire: want a Bus",
        "PROCCFG/External|<External/><External/>|External: got it twice",
        "LOG/LogDefinition|<LogDefinition><LogFiles><M record=\"X\"/></LogFiles></LogDefinition>"
            + "|LogFiles/M: got the record X",
        "LOG/LogDefinition|<LogDefinition><Records><M/></Records></LogDefinition>"
            + "|Records/M: want a log file",
        "LOG/LogDefinition|<LogDefinition><LogFiles><M contenttype=\"binary\"/></LogFiles>"
            + "<Records><M/></Records></LogDefinition>|LogFiles/M: got contenttype",
        "LOG/LogDefinition|<LogDefinition><Mail/></LogDefinition>|Mail: want LogFiles and Records"
      })
  void whatABusOrLogDoesNotHaveHereIsNamed(String database, String content, String said) {
    String before = rig.config;
    String answer = rig.answer("<SetConfig _=\"" + database + "\">" + content + "</SetConfig>");
    assertTrue(answer.startsWith("<Error>") && answer.contains(said), answer);
    assertEquals(before, rig.config);
  }

  @Test
  void whatTixmlHasNoWordForStaysWithDevicesAndVariablesOfTheSameName() throws IOException {
    rig.config =
        "{\"gateway\":{\"name\":\"g\",\"serialNumber\":\"1\"},\"connectors\":[],\"buses\":[{"
            + "\"name\":\"B\",\"type\":\"modbus-tcp\",\"host\":\"h\",\"connections\":2,"
            + "\"devices\":[{\"name\":\"D\",\"unitId\":1,\"idleInterval\":\"5m\",\"points\":["
            + "{\"name\":\"State\",\"address\":\"0x0007\",\"type\":\"uint16\",\"texts\":{\"0\":\"off\"}}"
            + "]}]}]}";
    String shown = rig.answer("<GetConfig _=\"PROCCFG/External\"/>");
    assertTrue(shown.contains("<State _=\"R\" simpleType=\"Uint16\" ind=\"7\" acc=\"R\"/>"), shown);
    String same =
        shown
            .replace("<GetConfig>", "<SetConfig _=\"PROCCFG/External\">")
            .replace("</GetConfig>", "</SetConfig>");
    assertEquals("<SetConfig/>", rig.answer(same));
    JsonNode bus = json(rig.config).at("/buses/0");
    assertEquals(2, bus.path("connections").asInt());
    assertEquals("5m", bus.at("/devices/0/idleInterval").asText());
    assertEquals("off", bus.at("/devices/0/points/0/texts/0").asText());
  }

  @Test
  void aFaultOfAPointIsToldInTheWordsOfItsVariable() {
    String set =
        "<SetConfig _=\"PROCCFG\" ver=\"y\"><External><Bus Name=\"B\" _=\"h\" family=\"Modbus\""
            + " Product=\"TCP\"><Device Name=\"D\" _=\"1\"><T _=\"R\" simpleType=\"Uint16\""
            + " ind=\"9\"/></Device></Bus></External></SetConfig>";
    rig.refuse("/buses/0/devices/0/points/0/noValue", "got 1");
    String refused = rig.answer(set);
    assertTrue(refused.contains("External/B/D/T/def: got 1"), refused);
    rig.refuse("/buses/0/devices/0/pollInterval", "got 1ms");
    assertTrue(rig.answer(set).contains("External/B/D/Pollrate: got 1ms"));
    rig.refuse("/buses/0/devices/0/points/0/writable/min", "got 9");
    assertTrue(rig.answer(set).contains("External/B/D/T/min: got 9"));
    rig.refuse("/buses/0/baudRate", "got 3");
    assertTrue(rig.answer(set).contains("External/B/baud: got 3"));
  }
}
