package io.busbar.drivers.modbus;

import io.busbar.drivers.serial.PortName;

/** Where a scan asks, to find the bus that is there already. */
public sealed interface ScanPlace {
  /** A serial port as it is written. */
  record Serial(String port) implements ScanPlace {
    @Override
    public boolean isOf(Object settings) {
      return settings instanceof ModbusRtuSettings bus && PortName.isSame(bus.port(), port);
    }
  }

  /** A host and its TCP port. */
  record Host(String host, int tcpPort) implements ScanPlace {
    @Override
    public boolean isOf(Object settings) {
      return settings instanceof ModbusTcpSettings bus
          && bus.host().equalsIgnoreCase(host)
          && bus.port() == tcpPort;
    }
  }

  /** Whether a bus of these settings is there. */
  boolean isOf(Object settings);
}
