package io.busbar.hwtest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.Peers;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Variables that come with SetConfig, read from somebody else's Modbus slave. */
class ExternalIT {
  private static final String VARIABLES =
      """
      <Temperatur_U1 _="R" simpleType="Uint16" ind="%d" acc="R" exp="-2"/>
      <Temperatur_S1 _="R" simpleType="int16" ind="%d" exp="-1" format="F,1;%%%%°C"/>
      <Fehlt _="R" simpleType="Int16" ind="%d" def="-1" format="{=-1};{};%%%%"/>
      <Stufe _="R" simpleType="Uint8" ind="%d"/>
      <Energie _="R" simpleType="UINT32" ind="%d" exp="3" unit="Wh" DwordSwap="1"/>
      <Zaehler _="R" simpleType="Uint32" ind="%d"/>
      <Sollwert _="R" simpleType="Float" ind="%d" acc="RW" min="5" max="30" step="0.5"/>
      <Anteil _="R" simpleType="double" ind="%d"/>
      <Nummer _="input" simpleType="String" ind="%d" size="8"/>
      <Pumpe _="coil" simpleType="Bit" ind="%d" acc="RW"/>
      """;
  private static final int[] REGISTERS = {106, 107, 108, 109, 110, 112, 120, 124, 200, 3};

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  @NeedsPeer(Peer.PYMODBUS)
  void variablesOfSetConfigAreReadAndSetOnAForeignSlave() throws Exception {
    int port = Ports.free(0);
    cabinet.add(Peers.pymodbusHeating(cabinet.folder(), port));
    ApplianceProcess appliance = cabinet.appliance(CabinetConfig.empty());
    assertEquals("<Set/>", tixml(appliance, "<Set _='/Process/Program/Mode' value='Stop'/>"));
    assertEquals("<SetConfig/>", tixml(appliance, set(port, 0, 0)));
    reads(appliance);

    String written = tixml(appliance, "<GetConfig _='PROCCFG/External'/>");
    String again =
        written
            .replace("<GetConfig>", "<SetConfig _=\"PROCCFG/External\">")
            .replace("</GetConfig>", "</SetConfig>");
    JsonNode before = appliance.api().get("/api/v1/config");
    assertEquals("<SetConfig/>", tixml(appliance, again));
    assertEquals(before, appliance.api().get("/api/v1/config"));

    assertEquals("<SetConfig/>", tixml(appliance, set(port, 1, 1)));
    reads(appliance);
    sets(appliance);
  }

  /** All registers counted from another number. */
  private static String set(int port, int shift, int base) {
    Object[] indexes = new Object[REGISTERS.length];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = REGISTERS[i] + shift;
    }
    return """
    <SetConfig _="PROCCFG/External" ver="v"><External>
    <Bus Name="Heat" _="127.0.0.1:%d" family="Modbus" Product="TCP">
    <Device Name="Boiler" _="1" Pollrate="500ms" Timeout="300ms" Pause="5ms" addressBase="%d">
    """
            .formatted(port, base)
        + VARIABLES.formatted(indexes)
        + "</Device></Bus></External></SetConfig>";
  }

  private static void reads(ApplianceProcess appliance) {
    expect(appliance, "Temperatur_U1", "28.87", "");
    expect(appliance, "Temperatur_S1", "-12.3", "°C");
    expect(appliance, "Stufe", "254", "");
    expect(appliance, "Energie", "70000000", "Wh");
    expect(appliance, "Zaehler", "70000", "");
    expect(appliance, "Sollwert", "21.5", "");
    expect(appliance, "Anteil", "0.3333333333333333", "");
    expect(appliance, "Nummer", "HEAT1234", "");
    expect(appliance, "Pumpe", "true", "");
    await().atMost(Cabinet.SOON).until(() -> quality(appliance, "Fehlt").equals("BAD"));
  }

  private static void sets(ApplianceProcess appliance) throws Exception {
    String set = "<Set _='/Process/Heat/Boiler/%s' value='%s' ver='y'/>";
    assertEquals("<Set/>", tixml(appliance, set.formatted("Sollwert", "19.5")));
    expect(appliance, "Sollwert", "19.5", "");
    String refused = tixml(appliance, set.formatted("Sollwert", "31"));
    assertTrue(refused.contains("-10012"), refused);
    String readOnly = tixml(appliance, set.formatted("Stufe", "1"));
    assertTrue(readOnly.contains("-10010"), readOnly);
    assertEquals("<Set/>", tixml(appliance, set.formatted("Pumpe", "0")));
    expect(appliance, "Pumpe", "false", "");
  }

  private static void expect(ApplianceProcess appliance, String name, String value, String unit) {
    await(name + " = " + value)
        .atMost(Cabinet.SOON)
        .until(() -> {
          JsonNode one = Cabinet.value(appliance, "/Process/Heat/Boiler/" + name);
          return one.path("value").asText().equals(value)
              && one.path("quality").asText().equals("GOOD")
              && one.path("unit").asText().equals(unit);
        });
  }

  private static String quality(ApplianceProcess appliance, String name)
      throws IOException, InterruptedException {
    return Cabinet.value(appliance, "/Process/Heat/Boiler/" + name).path("quality").asText();
  }

  private static String tixml(ApplianceProcess appliance, String command)
      throws IOException, InterruptedException {
    return appliance.api().tixml(command.replace('\'', '"'));
  }
}
