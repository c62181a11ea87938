/* An Eastron SDM630 served by libmodbus, with values that tests know.
 *
 *   cc -o slave libmodbus_sdm630.c $(pkg-config --cflags --libs libmodbus)
 *   slave tcp PORT      Modbus TCP on 127.0.0.1, one connection at a time
 *   slave rtu DEVICE    Modbus RTU at 9600 8N1, unit 1
 *
 * Beside the meter it has 32 coils and 64 holding registers that can be written, and 32 discrete
 * inputs of which every second is on, the first one off. Imported active energy (0x48, kWh) goes up by one at every read that covers it: 1, 2, 3 ...
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { UNIT = 1, SIZE = 0x180, COUNTER = 0x48, BITS = 32, HOLDING = 64 };

/* High word first. libmodbus 3.1.6's own modbus_set_float_abcd swaps the bytes of each word. */
static void put(float value, uint16_t *words)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    words[0] = bits >> 16;
    words[1] = bits & 0xFFFF;
}

static void fill(uint16_t *input)
{
    static const struct { int address; float value; } known[] = {
        {0x00, 230.2f}, {0x02, 231.1f}, {0x04, 229.9f},
        {0x06, 4.5f},   {0x08, 6.25f},  {0x0A, 1.75f},
        {0x0C, 1000.0f}, {0x0E, 1400.5f}, {0x10, 400.25f},
        {0x34, 2800.75f}, {0x46, 50.02f},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        put(known[i].value, input + known[i].address);
}

/* Function, address and count follow the header: unit on RTU, MBAP on TCP. */
static void count(modbus_t *bus, const uint8_t *query, uint16_t *input)
{
    static long reads;
    const uint8_t *pdu = query + modbus_get_header_length(bus);
    int from = pdu[1] << 8 | pdu[2];
    int words = pdu[3] << 8 | pdu[4];
    if (pdu[0] == 4 && from <= COUNTER && COUNTER + 2 <= from + words)
        put((float)++reads, input + COUNTER);
}

/* Serves until the connection ends. */
static void serve(modbus_t *bus, modbus_mapping_t *map)
{
    uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
    for (;;) {
        int length = modbus_receive(bus, query);
        if (length == -1 && errno != EMBBADCRC)
            return;
        if (length > 0) {
            count(bus, query, map->tab_input_registers);
            modbus_reply(bus, query, length, map);
        }
    }
}

static void fail(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, modbus_strerror(errno));
    exit(1);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: %s tcp PORT | rtu DEVICE\n", argv[0]);
        return 2;
    }
    int tcp = strcmp(argv[1], "tcp") == 0;
    modbus_t *bus = tcp ? modbus_new_tcp("127.0.0.1", atoi(argv[2]))
                        : modbus_new_rtu(argv[2], 9600, 'N', 8, 1);
    modbus_mapping_t *map = modbus_mapping_new(BITS, BITS, HOLDING, SIZE);
    if (!bus || !map || modbus_set_slave(bus, UNIT) == -1)
        fail("modbus_new");
    fill(map->tab_input_registers);
    for (int i = 1; i < BITS; i += 2)
        map->tab_input_bits[i] = 1;
    if (!tcp) {
        if (modbus_connect(bus) == -1)
            fail(argv[2]);
        serve(bus, map);
        return 1;
    }
    int door = modbus_tcp_listen(bus, 1);
    if (door == -1)
        fail(argv[2]);
    while (modbus_tcp_accept(bus, &door) != -1) {
        serve(bus, map);
        close(modbus_get_socket(bus));
    }
    return 1;
}
