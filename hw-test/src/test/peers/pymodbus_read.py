#!/usr/bin/python3
"""Reads registers with pymodbus (Debian's 3.0) and prints them as decimal words.

pymodbus_read.py tcp PORT UNIT ADDRESS COUNT AREA
pymodbus_read.py rtu DEVICE UNIT ADDRESS COUNT AREA

AREA is input, holding or coil; coils are printed as 0 and 1.

A refusal is printed as "exception CODE", no answer as "silent".
"""
import sys

from pymodbus.client import ModbusSerialClient, ModbusTcpClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ExceptionResponse


def main():
    kind, where, unit, address, count, area = sys.argv[1:]
    if kind == "tcp":
        client = ModbusTcpClient("127.0.0.1", port=int(where), timeout=2)
    else:
        client = ModbusSerialClient(where, baudrate=9600, timeout=2)
    client.connect()
    try:
        read = {
            "input": client.read_input_registers,
            "holding": client.read_holding_registers,
            "coil": client.read_coils,
        }[area]
        answer = read(int(address), int(count), slave=int(unit))
    except ModbusException:
        print("silent")
        return
    if isinstance(answer, ExceptionResponse):
        print("exception", answer.exception_code)
    elif answer.isError():
        print("silent")
    elif area == "coil":
        print(*(int(bit) for bit in answer.bits[: int(count)]))
    else:
        print(*answer.registers)
    client.close()


main()
