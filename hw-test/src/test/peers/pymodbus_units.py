#!/usr/bin/python3
"""Several units on one line or host served by pymodbus (Debian's 3.0), to be found by a scan.

pymodbus_units.py tcp PORT      Modbus TCP on 127.0.0.1; other units: exception 11, as a gateway
pymodbus_units.py rtu DEVICE    Modbus RTU at 9600 8N1; other units: silence

unit 1  an Eastron SDM630 that shows 230.2 V
unit 5  has no register that anybody asks for: only exceptions
unit 7  says by function 43/14 that it is a SIEMENS SENTRON PAC3200
unit 9  a SunSpec meter, model 203 behind the common model
"""
import struct
import sys

from pymodbus.datastore import (
    ModbusSequentialDataBlock,
    ModbusServerContext,
    ModbusSlaveContext,
    ModbusSparseDataBlock,
)
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.mei_message import ReadDeviceInformationRequest
from pymodbus.pdu import ModbusExceptions
from pymodbus.server import StartSerialServer, StartTcpServer
from pymodbus.transaction import ModbusRtuFramer

NAMED = 7
answer_all = ReadDeviceInformationRequest.execute


def answer_named(self, context):
    """pymodbus has one identity for the whole server; here only one unit has it."""
    if self.unit_id == NAMED:
        return answer_all(self, context)
    return self.doException(ModbusExceptions.IllegalFunction)


ReadDeviceInformationRequest.execute = answer_named


def text(content, words):
    return struct.unpack(f">{words}H", content.encode().ljust(2 * words, b"\0"))


def sunspec():
    common = [1, 66, *text("ACME", 16), *text("Grid 63", 16), *[0] * 34]
    meter = [203, 105, *[0] * 105]
    words = [0x5375, 0x6E53, *common, *meter, 0xFFFF, 0]
    return {40000 + i: word for i, word in enumerate(words)}


def unit(**blocks):
    nothing = ModbusSequentialDataBlock(60000, [0])
    return ModbusSlaveContext(
        **{"di": nothing, "co": nothing, "ir": nothing, "hr": nothing, **blocks}, zero_mode=True
    )


def main():
    kind, where = sys.argv[1:]
    meter = ModbusSequentialDataBlock(0, [*struct.unpack(">2H", struct.pack(">f", 230.2)), *[0] * 400])
    units = {
        1: unit(ir=meter),
        5: unit(),
        NAMED: unit(hr=ModbusSequentialDataBlock(0, [0] * 1000)),
        9: unit(hr=ModbusSparseDataBlock(sunspec())),
    }
    context = ModbusServerContext(slaves=units, single=False)
    identity = ModbusDeviceIdentification(
        info_name={"VendorName": "SIEMENS", "ProductCode": "SENTRON PAC3200", "MajorMinorRevision": "V2.0"}
    )
    if kind == "tcp":
        StartTcpServer(context=context, identity=identity, address=("127.0.0.1", int(where)))
    else:
        StartSerialServer(
            context=context,
            identity=identity,
            framer=ModbusRtuFramer,
            port=where,
            baudrate=9600,
            ignore_missing_slaves=True,
        )


main()
