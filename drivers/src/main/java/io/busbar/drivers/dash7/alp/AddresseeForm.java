package io.busbar.drivers.dash7.alp;

/**
 * Control byte (b5 to b4 id type, b3 to b0 security), access class, then the id: NBID 1 byte, NOID
 * none, UID 8, VID 2. {@code 20 01 32 36 36 30 00 39 00 4C}: UID 323636300039004C, class 01.
 */
final class AddresseeForm implements Form<Addressee> {
  @Override
  public Addressee read(AlpReader in) throws MisfitException {
    int control = in.u8();
    int accessClass = in.u8();
    Addressee.Id id =
        switch (control >> 4 & 0x03) {
          case 0 -> new Addressee.Id.Some(new CompressedTime(in.u8()));
          case 1 -> new Addressee.Id.All();
          case 2 -> new Addressee.Id.Node(new Uid(in.number(8)));
          default -> new Addressee.Id.ShortId((int) in.number(2));
        };
    return new Addressee(id, control & 0x0F, accessClass);
  }

  @Override
  public void write(Addressee value, AlpWriter out) {
    int type =
        switch (value.id()) {
          case Addressee.Id.Some _ -> 0x00;
          case Addressee.Id.All _ -> 0x10;
          case Addressee.Id.Node _ -> 0x20;
          case Addressee.Id.ShortId _ -> 0x30;
        };
    out.u8(type | value.security());
    out.u8(value.accessClass());
    switch (value.id()) {
      case Addressee.Id.Some(CompressedTime number) -> out.u8(number.code());
      case Addressee.Id.All _ -> {}
      case Addressee.Id.Node(Uid uid) -> out.number(uid.value(), 8);
      case Addressee.Id.ShortId(int vid) -> out.number(vid, 2);
    }
  }
}
