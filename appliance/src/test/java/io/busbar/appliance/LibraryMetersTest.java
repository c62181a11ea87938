package io.busbar.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.modbus.DeviceTrial;
import io.busbar.drivers.modbus.RegisterLibrary;
import io.busbar.web.Console.MeterView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryMetersTest {
  @Test
  void listsShippedAndOwnMetersByTheirIds(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("acme-one.json"),
        """
        {"id": "acme-one", "title": "Acme One", "source": "s", "like": "eastron-sdm120"}
        """);
    RegisterLibrary library = new RegisterLibrary(folder);
    List<MeterView> all =
        new LibraryMeters(library, new DeviceTrial(library, InstantSource.system()), List::of)
            .all();
    assertEquals(library.ids(), all.stream().map(MeterView::id).toList());
    assertTrue(all.contains(new MeterView("acme-one", "Acme One", true)));
    assertTrue(
        all.contains(new MeterView("eastron-sdm120", "Eastron SDM120, single-phase meter", false)));
  }
}
