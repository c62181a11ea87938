package io.busbar.drivers.dash7.alp;

/** Interface file; with b7 an addressee that stands in for the file's. {@code B3 40 10 00}. */
final class IndirectForwardForm implements Form<Action.IndirectForward> {
  @Override
  public Action.IndirectForward read(AlpReader in) throws MisfitException {
    int file = in.u8();
    return new Action.IndirectForward(file, Forms.BIT_7.read(in) ? Forms.ADDRESSEE.read(in) : null);
  }

  @Override
  public void write(Action.IndirectForward value, AlpWriter out) {
    out.u8(value.file());
    Addressee overload = value.overload();
    if (overload != null) {
      Forms.BIT_7.write(true, out);
      Forms.ADDRESSEE.write(overload, out);
    }
  }
}
