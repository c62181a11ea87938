package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.BusType;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Value;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicePointsTest {
  private final RegisterLibrary library = new RegisterLibrary();
  private final BusType<ModbusTcpSettings> tcp = ModbusTypes.tcp(library, InstantSource.system());

  /** A device as a configuration has it, with the defaults of the schema. */
  private static ModbusDevice device(String keys) throws IOException {
    ObjectNode json = (ObjectNode) DocumentSchema.mapper().readTree(keys.replace('\'', '"'));
    Map.of("name", "A", "pollInterval", "1s", "idleInterval", "1m", "priority", "normal")
        .forEach((key, value) -> json.put(key, value));
    json.put("unitId", json.path("unitId").asInt(1));
    json.put("addressBase", json.path("addressBase").asInt(0));
    json.put("order", json.path("order").asText("high-first"));
    json.putArray("derived");
    for (var point : json.withArray("points")) {
      ((ObjectNode) point).put("swapBytes", point.path("swapBytes").asBoolean());
      ((ObjectNode) point).withObject("texts");
    }
    return DocumentSchema.bind(json, ModbusDevice.class);
  }

  private List<String> problems(String keys) throws IOException {
    ModbusTcpSettings bus =
        new ModbusTcpSettings(
            "Lan", "h", 502, Duration.ofSeconds(1), Duration.ZERO, 1, List.of(device(keys)));
    return tcp.check(bus).stream().map(Problem::toString).toList();
  }

  private Register register(String keys, String name) throws IOException {
    return device(keys).map(library).points().stream()
        .filter(point -> point.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeviceCanHavePointsOfItsOwnAndNoTypeOfMeter() throws IOException {
    String keys =
        "{'points':[{'name':'Temperatur_U1','address':'106','type':'uint16','scale':0.01,"
            + "'unit':'°C','title':'Puffer oben'}]}";
    assertEquals(List.of(), problems(keys));
    Register register = register(keys, "Temperatur_U1");
    assertEquals(
        new Reading.Is(new Value.Real(28.87)), register.decode(new int[] {2887}, 0, 0), "2887");
    assertEquals(106, register.address());
    assertEquals(Area.HOLDING, register.area());
    DataPoint point =
        new PolledDevice(
                device(keys), device(keys).map(library), BlockPlan.TCP_OVERHEAD, Pace.monotonic())
            .device()
            .points()
            .getFirst();
    assertEquals("Puffer oben, unit 1, holding 0x006A", point.source());
  }

  @Test
  void theBaseOfTheAddressesIsMendedInOnePlace() throws IOException {
    String keys = "{'addressBase':%s,'points':[{'name':'a','address':'%s','type':'uint16'}]}";
    assertEquals(106, register(keys.formatted("0", "106"), "a").address());
    assertEquals(105, register(keys.formatted("1", "106"), "a").address());
    assertEquals(105, register(keys.formatted("1", "0x6A"), "a").address());
    assertEquals(106, register(keys.formatted("40001", "40107"), "a").address());
    assertEquals(
        List.of(
            "/devices/0/points/0/address: got 0, counted from addressBase 1, want a register from 0"
                + " to 65535"),
        problems(keys.formatted("1", "0")));
  }

  @Test
  void theWordOrderOfTheDeviceHoldsForPointsThatSayNothing() throws IOException {
    String keys =
        "{'order':'low-first','points':[{'name':'a','address':'0','type':'uint32'},"
            + "{'name':'b','address':'2','type':'uint32','order':'high-first'}]}";
    int[] words = {0x0002, 0x0001};
    assertEquals(
        new Reading.Is(new Value.Int(0x10002)), register(keys, "a").decode(words, 0, 0), "low");
    assertEquals(
        new Reading.Is(new Value.Int(0x20001)), register(keys, "b").decode(words, 0, 0), "high");
  }

  @Test
  void theNumberThatMeansNoValueIsNotAValue() throws IOException {
    String keys = "{'points':[{'name':'a','address':'0','type':'%s','scale':%s,'noValue':%s}]}";
    Register scaled = register(keys.formatted("int16", "0.001", "-0.001"), "a");
    assertTrue(scaled.decode(new int[] {0xFFFF}, 0, 0) instanceof Reading.NotAvailable);
    assertEquals(new Reading.Is(new Value.Real(-0.002)), scaled.decode(new int[] {0xFFFE}, 0, 0));
    Register unheld = register(keys.formatted("uint16", "1", "-1"), "a");
    assertEquals(new Reading.Is(new Value.Int(65_535)), unheld.decode(new int[] {0xFFFF}, 0, 0));
    Register real = register(keys.formatted("float32", "1", "-1"), "a");
    assertTrue(real.decode(new int[] {0xBF80, 0}, 0, 0) instanceof Reading.NotAvailable);
  }

  @Test
  void aByteIsTheLowHalfOfItsRegister() throws IOException {
    String keys = "{'points':[{'name':'a','address':'0','type':'%s','noValue':%s}]}";
    Register signed = register(keys.formatted("int8", "-1"), "a");
    assertEquals(new Reading.Is(new Value.Int(-2)), signed.decode(new int[] {0x12FE}, 0, 0));
    assertTrue(signed.decode(new int[] {0x12FF}, 0, 0) instanceof Reading.NotAvailable);
    Register unsigned = register(keys.formatted("uint8", "255"), "a");
    assertEquals(new Reading.Is(new Value.Int(254)), unsigned.decode(new int[] {0x12FE}, 0, 0));
    assertEquals(Optional.of(0xFEL), Optional.ofNullable(RegisterType.INT8.bits(minus(2))));
    assertEquals(Optional.empty(), Optional.ofNullable(RegisterType.INT8.bits(minus(129))));
    assertEquals(Optional.empty(), Optional.ofNullable(RegisterType.UINT8.bits(minus(1))));
  }

  private static BigDecimal minus(int number) {
    return BigDecimal.valueOf(-number);
  }

  @Test
  void anOwnPointTakesThePlaceOfTheTypesPointOfTheSameName() throws IOException {
    String keys =
        "{'meter':'eastron-sdm120','points':[{'name':'frequency','address':'0x46','type':'float32',"
            + "'function':4,'scale':0.1,'unit':'Hz'}]}";
    assertEquals(List.of(), problems(keys));
    RegisterMap type = library.find("eastron-sdm120").orElseThrow();
    assertEquals(type.points().size(), device(keys).map(library).points().size());
    assertEquals(new BigDecimal("0.1"), register(keys, "frequency").scale());
  }

  @Test
  void pointsMayShareRegistersAsBitsOfAStatusWordDo() throws IOException {
    String keys =
        "{'points':[{'name':'a','address':'0','type':'uint32'},"
            + "{'name':'b','address':'1','type':'bool','bit':3}]}";
    assertEquals(List.of(), problems(keys));
    assertEquals(1, BlockPlan.of(device(keys).map(library), BlockPlan.RTU_OVERHEAD).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|/meter: missing; add a type of meter, or points",
        "{'meter':'sunspec-203','points':[{'name':'a','address':'0','type':'int16'}]}|/points: got"
            + " points beside sunspec-203",
        "{'points':[{'name':'DeviceX','address':'0','type':'int16'}]}|/points/0/name: got DeviceX",
        "{'points':[{'name':'a','address':'0','type':'text'}]}|/points/0/words: missing",
        "{'points':[{'name':'a','address':'0','type':'bool','scale':2}]}|/points/0/scale: got this"
            + " key on a bool",
        "{'points':[{'name':'a','address':'0','type':'bool','noValue':1}]}|/points/0/noValue: got"
            + " it on a bool",
        "{'points':[{'name':'a','address':'0','type':'int16','scale':0}]}|/points/0/scale: got 0",
        "{'points':[{'name':'a','address':'0','type':'int16'},{'name':'a','address':'1',"
            + "'type':'int16'}]}|/points/1/name: got a again",
        "{'points':[{'name':'a','address':'65535','type':'int32'}]}|/points/0/address: got a value"
            + " that ends after 0xFFFF",
        "{'points':[{'name':'a','address':'0','type':'int16','function':1}]}|/points/0/type: got"
            + " INT16 in a bit area",
        "{'points':[{'name':'a','address':'0','type':'int16','function':4,'writable':{}}]}"
            + "|/points/0/writable: got a input",
        "{'points':[{'name':'a','address':'0','type':'int16','writable':{'function':7}}]}"
            + "|/points/0/writable/function: got 7",
        "{'timeout':'5ms','points':[{'name':'a','address':'0','type':'int16'}]}|/timeout: got 5ms",
        "{'pause':'11s','points':[{'name':'a','address':'0','type':'int16'}]}|/pause: got 11s"
      })
  void everyFaultIsToldAtItsPlace(String keys, String said) throws IOException {
    List<String> problems = problems(keys);
    assertTrue(
        !problems.isEmpty() && problems.getFirst().startsWith("/devices/0" + said),
        problems::toString);
  }

  @Test
  void aUnitWaitsAsItsOwnDeviceSays() throws IOException {
    Timing timing =
        new Timing(Duration.ofSeconds(1), Duration.ZERO)
            .with(
                List.of(
                    device("{'unitId':3,'timeout':'300ms'}"),
                    device("{'unitId':3,'timeout':'200ms','pause':'50ms'}"),
                    device("{'unitId':4}")));
    assertEquals(Duration.ofMillis(300), timing.timeout(3));
    assertEquals(Duration.ofMillis(50), timing.pause(3));
    assertEquals(Duration.ofSeconds(1), timing.timeout(4));
    assertEquals(Duration.ZERO, timing.pause(4));
  }
}
