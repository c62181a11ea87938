#!/usr/bin/python3
"""A heating controller served by pymodbus (Debian's 3.0) on 127.0.0.1, unit 1.

pymodbus_heating.py PORT

holding  106 2887   107 -123   108 -1   109 low byte FEh   110 70000, low word first
         112 70000  120 21.5 as float32   124 1/3 as float64
input    200 "HEAT1234"
coil     3 set
"""
import struct
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer


def words(form, *values):
    packed = struct.pack(form, *values)
    return list(struct.unpack(f">{len(packed) // 2}H", packed))


def main():
    holding = [0] * 200
    holding[106:110] = words(">HhhH", 2887, -123, -1, 0x12FE)
    holding[110:112] = reversed(words(">I", 70000))
    holding[112:114] = words(">I", 70000)
    holding[120:122] = words(">f", 21.5)
    holding[124:128] = words(">d", 1 / 3)
    texts = [0] * 200 + words(">8s", b"HEAT1234")
    coils = [False] * 8
    coils[3] = True
    unit = ModbusSlaveContext(
        hr=ModbusSequentialDataBlock(0, holding),
        ir=ModbusSequentialDataBlock(0, texts),
        co=ModbusSequentialDataBlock(0, coils),
        di=ModbusSequentialDataBlock(0, [False]),
        zero_mode=True,
    )
    StartTcpServer(
        context=ModbusServerContext(slaves=unit, single=True),
        address=("127.0.0.1", int(sys.argv[1])),
    )


main()
