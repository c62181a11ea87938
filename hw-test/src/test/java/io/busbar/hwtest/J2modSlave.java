package io.busbar.hwtest;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalIn;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalOut;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import java.net.InetAddress;

/**
 * The slave of the library j2mod on Modbus TCP, unit 1: 32 coils and 64 holding registers that are
 * off and 0, 32 discrete inputs of which every second is on, the first one off, and input registers
 * that are 0 but for a frequency of 50.02 Hz.
 */
final class J2modSlave implements AutoCloseable {
  private static final int UNIT = 1;
  private static final int THREADS = 2;
  private static final int BITS = 32;
  private static final int HOLDING = 64;
  private static final int INPUT = 0x180;
  private static final int FREQUENCY = 0x46;

  private final SimpleProcessImage image = new SimpleProcessImage(UNIT);
  private final ModbusSlave slave;

  /** Serves on a port of the loopback address from now on. */
  J2modSlave(int port) throws ModbusException {
    for (int i = 0; i < BITS; i++) {
      image.addDigitalOut(new SimpleDigitalOut(false));
      image.addDigitalIn(new SimpleDigitalIn(i % 2 == 1));
    }
    for (int i = 0; i < HOLDING; i++) {
      image.addRegister(new SimpleRegister(0));
    }
    int hertz = Float.floatToIntBits(50.02f);
    for (int i = 0; i < INPUT; i++) {
      int word = i == FREQUENCY ? hertz >>> 16 : i == FREQUENCY + 1 ? hertz & 0xFFFF : 0;
      image.addInputRegister(new SimpleInputRegister(word));
    }
    slave =
        ModbusSlaveFactory.createTCPSlave(
            InetAddress.getLoopbackAddress(), port, THREADS, false, 0);
    slave.addProcessImage(UNIT, image);
    slave.open();
  }

  /** What a master has written there, or 0. */
  int holding(int address) {
    return image.getRegister(address).getValue();
  }

  /** What a master has written there, or false. */
  boolean coil(int address) {
    return image.getDigitalOut(address).isSet();
  }

  @Override
  public void close() {
    ModbusSlaveFactory.close(slave);
  }
}
