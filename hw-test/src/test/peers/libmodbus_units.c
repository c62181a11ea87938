/* A Modbus TCP host with every unit id, served by libmodbus to any number of connections.
 *
 *   cc -o slave libmodbus_units.c $(pkg-config --cflags --libs libmodbus)
 *   slave PORT
 *
 * Holding register 2n and 2n + 1 are the float 230 + n / 10, high word first, plus the seconds that
 * it runs: so every value changes every second.
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

enum { VALUES = 500 };

static void fill(uint16_t *words, time_t seconds)
{
    for (int i = 0; i < VALUES; i++) {
        float value = 230 + i / 10.0f + seconds % 100;
        uint32_t bits;
        memcpy(&bits, &value, sizeof bits);
        words[2 * i] = bits >> 16;
        words[2 * i + 1] = bits & 0xFFFF;
    }
}

/* One request of one connection; whether the connection goes on. */
static int serve(modbus_t *bus, int connection, modbus_mapping_t *map)
{
    uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
    modbus_set_socket(bus, connection);
    int length = modbus_receive(bus, query);
    if (length > 0)
        modbus_reply(bus, query, length, map);
    return length != -1;
}

int main(int argc, char **argv)
{
    modbus_t *bus = argc == 2 ? modbus_new_tcp("127.0.0.1", atoi(argv[1])) : NULL;
    modbus_mapping_t *map = modbus_mapping_new(0, 0, 2 * VALUES, 0);
    int door = bus && map ? modbus_tcp_listen(bus, 64) : -1;
    if (door == -1) {
        fprintf(stderr, "usage: %s PORT: %s\n", argv[0], modbus_strerror(errno));
        return 2;
    }
    fd_set open;
    FD_ZERO(&open);
    FD_SET(door, &open);
    time_t start = time(NULL);
    for (int most = door;;) {
        fd_set ready = open;
        if (select(most + 1, &ready, NULL, NULL, NULL) == -1)
            return 1;
        fill(map->tab_registers, time(NULL) - start);
        for (int at = 0; at <= most; at++) {
            if (!FD_ISSET(at, &ready))
                continue;
            if (at == door) {
                int next = modbus_tcp_accept(bus, &door);
                if (next != -1)
                    FD_SET(next, &open);
                most = next > most ? next : most;
            } else if (!serve(bus, at, map)) {
                FD_CLR(at, &open);
                close(at);
            }
        }
    }
}
