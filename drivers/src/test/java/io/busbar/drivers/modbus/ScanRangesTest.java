package io.busbar.drivers.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanRangesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1",
        "1-4 | 1 2 3 4",
        "7,1-3, 2 | 1 2 3 7",
        "247 | 247",
      })
  void readsUnitIds(String text, String expected) {
    assertEquals(expected, String.join(" ", texts(ScanRanges.units(text, 1, 247))));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | got 0, want unit ids from 1 to 247 such as 1-32,40",
        "1-248 | got 1-248, want",
        "9-3 | got 9-3, want",
        "1,,2 | got nothing, want",
        "one | got one, want",
        "1- | got 1-, want",
        "99999999999 | got 99999999999, want",
      })
  void refusesWhatAreNoUnitIds(String text, String fault) {
    String message = refusal(() -> ScanRanges.units(text, 1, 247));
    assertTrue(message.startsWith(fault), message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "192.168.1.20 | 1 | 192.168.1.20 | 192.168.1.20",
        "meter-7.cabinet | 1 | meter-7.cabinet | meter-7.cabinet",
        "fe80::1 | 1 | fe80::1 | fe80::1",
        "192.168.1.0/24 | 254 | 192.168.1.1 | 192.168.1.254",
        "192.168.1.77/30 | 2 | 192.168.1.77 | 192.168.1.78",
        "10.0.0.4/32 | 1 | 10.0.0.4 | 10.0.0.4",
        "10.0.0.4/31 | 2 | 10.0.0.4 | 10.0.0.5",
        "10.0.0.0/22 | 1022 | 10.0.0.1 | 10.0.3.254",
        "192.168.1.10-12 | 3 | 192.168.1.10 | 192.168.1.12",
        "10.0.0.250-10.0.1.3 | 10 | 10.0.0.250 | 10.0.1.3",
      })
  void readsHosts(String text, int count, String first, String last) {
    List<String> hosts = ScanRanges.hosts(text);
    assertEquals(count, hosts.size());
    assertEquals(first, hosts.getFirst());
    assertEquals(last, hosts.getLast());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0/8 | got 10.0.0.0/8, want a net of /22 to /32: at most 1024 hosts",
        "10.0.0.0-10.0.4.0 | got 10.0.0.0-10.0.4.0, want a range that goes up, of at most 1024",
        "10.0.0.9-3 | got 10.0.0.9-3, want a range that goes up",
        "10.0.0.256 | got 10.0.0.256, want a host such as 192.168.1.20, a net such as",
        "10.0.0.1/33 | got 10.0.0.1/33, want a net of",
        "a b | got a b, want a host",
        "-rf | got -rf, want a host",
      })
  void refusesWhatAreNoHosts(String text, String fault) {
    String message = refusal(() -> ScanRanges.hosts(text));
    assertTrue(message.startsWith(fault), message);
  }

  private static String refusal(org.junit.jupiter.api.function.Executable what) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, what).getMessage());
  }

  private static List<String> texts(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).toList();
  }
}
