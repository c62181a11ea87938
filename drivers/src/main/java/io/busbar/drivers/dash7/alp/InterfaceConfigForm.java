package io.busbar.drivers.dash7.alp;

/** Interface id, then what that interface wants. LoRaWAN, NFC and BLE are not ours. */
final class InterfaceConfigForm implements Form<InterfaceConfig> {
  @Override
  public InterfaceConfig read(AlpReader in) throws MisfitException {
    int id = in.u8();
    return switch (id) {
      case InterfaceConfig.D7ASP -> Forms.D7_CONFIG.read(in);
      case InterfaceConfig.HOST, InterfaceConfig.SERIAL -> new InterfaceConfig.Plain(id);
      default ->
          throw new MisfitException(
              "got interface %02X, want 00 host, 01 serial or D7".formatted(id));
    };
  }

  @Override
  public void write(InterfaceConfig value, AlpWriter out) {
    out.u8(value.interfaceId());
    switch (value) {
      case InterfaceConfig.D7 d7 -> Forms.D7_CONFIG.write(d7, out);
      case InterfaceConfig.Plain _ -> {}
    }
  }
}
