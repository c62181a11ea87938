package io.busbar.drivers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A bus whose registers people can look at one by one, of any device, configured or not. */
public interface Browsable {
  /**
   * Posts a read to the bus's own thread and comes back at once; any thread may call. The future
   * always ends: with a {@link BusException} when the bus is down or the device is silent or
   * refuses, and with an {@link IllegalArgumentException} when this cannot be asked at all.
   *
   * @param unit the device's address on the bus
   * @param area {@code coil}, {@code discrete}, {@code holding} or {@code input}
   * @param address the first register or bit, counted from 0
   * @param count how many, within one request
   */
  CompletableFuture<Page> browse(int unit, String area, int address, int count);

  /**
   * What came.
   *
   * @param request the bytes that were sent, in hex
   * @param answer the bytes that came, in hex
   */
  record Page(String request, String answer, List<Place> places) {
    public Page {
      places = List.copyOf(places);
    }
  }

  /**
   * One register or bit.
   *
   * @param address counted from 0
   * @param number as manuals number it, for example {@code 40001}
   * @param raw four hex digits, or 0 or 1
   * @param readings what the registers from here on mean as each type in each order, by for example
   *     {@code float32 low-first swapped}; only where they mean something
   */
  record Place(int address, String number, String raw, Map<String, String> readings) {}
}
