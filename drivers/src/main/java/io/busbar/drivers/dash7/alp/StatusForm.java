package io.busbar.drivers.dash7.alp;

import io.busbar.drivers.dash7.frame.Bytes;

/**
 * Status action. With b6 it is an interface's: id, length, so many bytes; of D7 these are 12 and
 * the id of its origin. Without b6 it is an action's: one status code (Sub-IoT skips one byte
 * there; the published lists do not say more).
 */
final class StatusForm implements Form<Action> {
  private static final Form<LinkStatus.Channel> CHANNEL =
      Forms.of(Forms.U8, LinkStatus.Channel::code, LinkStatus.Channel::new);

  private static final Form<LinkStatus.Levels> LEVELS =
      Forms.of(
          Forms.U8,
          LinkStatus.Levels::rx,
          Forms.U8,
          LinkStatus.Levels::linkBudget,
          Forms.U8,
          LinkStatus.Levels::target,
          LinkStatus.Levels::new);

  private static final Form<LinkStatus.Reception> RECEPTION =
      Forms.of(
          CHANNEL,
          LinkStatus.Reception::channel,
          Forms.U16,
          LinkStatus.Reception::channelIndex,
          LEVELS,
          LinkStatus.Reception::levels,
          LinkStatus.Reception::new);

  private static final Form<LinkStatus.Delivery> DELIVERY =
      Forms.of(
          Forms.U8,
          LinkStatus.Delivery::bits,
          Forms.U8,
          LinkStatus.Delivery::fifo,
          Forms.U8,
          LinkStatus.Delivery::sequence,
          Forms.TIME,
          LinkStatus.Delivery::responseTo,
          LinkStatus.Delivery::new);

  private static final Form<LinkStatus.D7> D7 =
      Forms.of(
          RECEPTION,
          LinkStatus.D7::reception,
          DELIVERY,
          LinkStatus.D7::delivery,
          Forms.ADDRESSEE,
          LinkStatus.D7::origin,
          LinkStatus.D7::new);

  /** Status bytes before the id of the origin. */
  private static final int FIXED = 12;

  @Override
  public Action read(AlpReader in) throws MisfitException {
    if (Forms.BIT_7.read(in)) {
      throw new MisfitException("got a status with b7, want none");
    }
    if (!Forms.BIT_6.read(in)) {
      return new Action.ActionStatus(new StatusCode(in.u8()));
    }
    int id = in.u8();
    int length = Forms.LENGTH.read(in);
    if (length == 0) {
      return new Action.InterfaceStatus(new LinkStatus.Empty(id));
    }
    if (id == InterfaceConfig.D7ASP && in.lenient() && length == FIXED) {
      // Some tools say 12 whatever the id: here the addressee itself tells how long it is.
      return new Action.InterfaceStatus(D7.read(in));
    }
    Bytes data = in.octets(length);
    return new Action.InterfaceStatus(
        id == InterfaceConfig.D7ASP ? d7(data) : new LinkStatus.Other(id, data));
  }

  @Override
  public void write(Action value, AlpWriter out) {
    switch (value) {
      case Action.ActionStatus status -> out.u8(status.code().code());
      case Action.InterfaceStatus status -> writeLink(status.link(), out);
      default -> throw new IllegalArgumentException("got " + value + ", want a status");
    }
  }

  private static void writeLink(LinkStatus link, AlpWriter out) {
    Forms.BIT_6.write(true, out);
    out.u8(link.interfaceId());
    Bytes data =
        switch (link) {
          case LinkStatus.Empty _ -> Bytes.EMPTY;
          case LinkStatus.Other other -> other.data();
          case LinkStatus.D7 d7 -> {
            AlpWriter inner = new AlpWriter();
            D7.write(d7, inner);
            yield inner.done();
          }
        };
    Forms.DATA.write(data, out);
  }

  private static LinkStatus d7(Bytes data) {
    AlpReader in = new AlpReader(data, false);
    try {
      LinkStatus.D7 status = D7.read(in);
      if (in.left() == 0) {
        return status;
      }
    } catch (MisfitException e) {
      // Shorter than D7 wants; as below it is kept as it came, and the actions behind it are read.
      return new LinkStatus.Other(InterfaceConfig.D7ASP, data);
    }
    return new LinkStatus.Other(InterfaceConfig.D7ASP, data);
  }
}
