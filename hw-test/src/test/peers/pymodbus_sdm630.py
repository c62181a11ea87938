#!/usr/bin/python3
"""An Eastron SDM630 served by pymodbus (Debian's 3.0), with values that tests know.

pymodbus_sdm630.py tcp PORT      Modbus TCP on 127.0.0.1
pymodbus_sdm630.py rtu DEVICE    Modbus RTU at 9600 8N1

Beside the meter it has 32 coils and 64 holding registers that can be written, and 32 discrete
inputs of which every second is on, the first one off. Imported active energy (0x48, kWh) goes up by one at every read that covers it: 1, 2, 3 ...
"""
import struct
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartSerialServer, StartTcpServer
from pymodbus.transaction import ModbusRtuFramer

UNIT = 1
SIZE = 0x180
COUNTER = 0x48
VALUES = {
    0x00: 230.2, 0x02: 231.1, 0x04: 229.9,
    0x06: 4.5, 0x08: 6.25, 0x0A: 1.75,
    0x0C: 1000.0, 0x0E: 1400.5, 0x10: 400.25,
    0x34: 2800.75, 0x46: 50.02,
}


def words(value):
    return struct.unpack(">2H", struct.pack(">f", value))


class Meter(ModbusSequentialDataBlock):
    """Input registers of the meter."""

    def __init__(self):
        super().__init__(0, [0] * SIZE)
        self.count = 0
        for address, value in VALUES.items():
            self.setValues(address, list(words(value)))

    def getValues(self, address, count=1):
        if address <= COUNTER and COUNTER + 2 <= address + count:
            self.count += 1
            self.setValues(COUNTER, list(words(float(self.count))))
        return super().getValues(address, count)


def main():
    kind, where = sys.argv[1:]
    slave = ModbusSlaveContext(
        ir=Meter(),
        co=ModbusSequentialDataBlock(0, [0] * 32),
        di=ModbusSequentialDataBlock(0, [0, 1] * 16),
        hr=ModbusSequentialDataBlock(0, [0] * 64),
        zero_mode=True,
    )
    context = ModbusServerContext(slaves={UNIT: slave}, single=False)
    if kind == "tcp":
        StartTcpServer(context=context, address=("127.0.0.1", int(where)))
    else:
        StartSerialServer(context=context, framer=ModbusRtuFramer, port=where, baudrate=9600)


main()
