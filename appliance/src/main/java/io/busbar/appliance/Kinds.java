package io.busbar.appliance;

import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.fiware.FiwareType;
import io.busbar.appliance.cloud.juconn.JuconnType;
import io.busbar.appliance.cloud.mindsphere.MindSphereType;
import io.busbar.appliance.cloud.scorpio.ScorpIoType;
import io.busbar.appliance.cloud.smartgear.SmartGearType;
import io.busbar.appliance.config.ConfigReader;
import io.busbar.drivers.BusType;
import io.busbar.drivers.dash7.Dash7Type;
import io.busbar.drivers.dash7.layout.LayoutLibrary;
import io.busbar.drivers.io.BoardLibrary;
import io.busbar.drivers.io.GpioType;
import io.busbar.drivers.io.I2cType;
import io.busbar.drivers.io.LinePulse;
import io.busbar.drivers.io.OneWireType;
import io.busbar.drivers.io.Pi4jPins;
import io.busbar.drivers.io.Pins;
import io.busbar.drivers.modbus.ModbusTypes;
import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.simulated.SimulatedType;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What this program can speak: one line for each kind of bus and each platform. */
public final class Kinds {
  /** Where in the data folder the user's own register maps are. */
  static final String METERS = "meters";

  /** The same in words, for who asks what this program can speak. */
  static final List<String> FEATURES =
      List.of(
          "Modbus RTU",
          "Modbus TCP",
          "DASH7",
          "GPIO",
          "I2C",
          "1-Wire",
          "MQTT Client",
          "MindSphere",
          "SCorp-io",
          "FIWARE",
          "Sm@rtGear",
          "Juconn",
          "HTTP Server In",
          "TiXML");

  private Kinds() {}

  /** The machine's pins; one for the process, because a line is taken once. */
  private static final Pins PINS = new Pi4jPins();

  /** Every kind of bus, with the meters that ship with the program. */
  public static List<BusType<?>> busTypes(InstantSource clock) {
    return busTypes(clock, new RegisterLibrary(), Path.of(""));
  }

  private static List<BusType<?>> busTypes(InstantSource clock, RegisterLibrary meters, Path data) {
    BoardLibrary boards = BoardLibrary.shipped();
    return List.of(
        ModbusTypes.tcp(meters, clock),
        ModbusTypes.rtu(meters, clock),
        ModbusTypes.rtuTcp(meters, clock),
        new Dash7Type(
            LayoutLibrary.shipped(),
            SerialPort::open,
            new LinePulse(PINS)::pulse,
            clock,
            System::nanoTime),
        new GpioType(PINS, boards, data, clock, System::nanoTime),
        new I2cType(PINS, boards, clock, System::nanoTime),
        new OneWireType(Path.of("/"), clock),
        new SimulatedType(clock, System::nanoTime));
  }

  /** Every platform, for who only reads configurations. */
  public static List<ConnectorType<?>> connectorTypes() {
    return connectorTypes(Portals.unconnected());
  }

  private static List<ConnectorType<?>> connectorTypes(JuconnType juconn) {
    Machine machine = new Machine(Main::version, Path.of("/"));
    return List.of(
        new MindSphereType(),
        new ScorpIoType(),
        new FiwareType(machine),
        new SmartGearType(machine),
        juconn);
  }

  /**
   * A reader that is connected to no portal.
   *
   * @param data the data folder; a reader that only checks touches nothing in it
   */
  static ConfigReader configReader(InstantSource clock, RegisterLibrary meters, Path data) {
    return configReader(clock, meters, data, Portals.unconnected());
  }

  static ConfigReader configReader(
      InstantSource clock, RegisterLibrary meters, Path data, JuconnType juconn) {
    return new ConfigReader(busTypes(clock, meters, data), connectorTypes(juconn));
  }
}
