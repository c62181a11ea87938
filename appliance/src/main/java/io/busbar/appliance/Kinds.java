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
import io.busbar.drivers.modbus.ModbusTypes;
import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.drivers.serial.SerialPort;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What this program can speak: one line for each kind of bus and each platform. */
public final class Kinds {
  /** Where in the data folder the user's own register maps are. */
  static final String METERS = "meters";

  private Kinds() {}

  /** Every kind of bus, with the meters that ship with the program. */
  public static List<BusType<?>> busTypes(InstantSource clock) {
    return busTypes(clock, new RegisterLibrary());
  }

  private static List<BusType<?>> busTypes(InstantSource clock, RegisterLibrary meters) {
    return List.of(
        ModbusTypes.tcp(meters, clock),
        ModbusTypes.rtu(meters, clock),
        ModbusTypes.rtuTcp(meters, clock),
        new Dash7Type(LayoutLibrary.shipped(), SerialPort::open, clock, System::nanoTime));
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

  static ConfigReader configReader(InstantSource clock, RegisterLibrary meters) {
    return configReader(clock, meters, Portals.unconnected());
  }

  static ConfigReader configReader(InstantSource clock, RegisterLibrary meters, JuconnType juconn) {
    return new ConfigReader(busTypes(clock, meters), connectorTypes(juconn));
  }
}
