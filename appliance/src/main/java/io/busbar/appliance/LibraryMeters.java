package io.busbar.appliance;

import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.web.Console;
import io.busbar.web.Console.MeterView;
import java.util.List;

/** The types of meter in the words of the page. */
record LibraryMeters(RegisterLibrary library) implements Console.Meters {
  @Override
  public List<MeterView> all() {
    return library.ids().stream()
        .map(id -> new MeterView(id, library.title(id).orElse(id), library.isOwn(id)))
        .toList();
  }
}
