package io.busbar.drivers.dash7;

import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Addressee;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.FileProperties;
import io.busbar.drivers.dash7.alp.InterfaceConfig;
import io.busbar.drivers.dash7.alp.LinkStatus;
import io.busbar.drivers.dash7.alp.Qos;
import io.busbar.drivers.dash7.alp.Query;
import io.busbar.drivers.dash7.frame.Frame;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Frames and commands as one line each, for people who look at the wire. Numbers of files in hex.
 */
public final class FrameText {
  private FrameText() {}

  /** One frame; what is not understood shows in hex. */
  public static String of(Frame frame, Command.Reading reading) {
    return switch (frame.content()) {
      case Frame.Alp alp -> of(Command.decode(alp.payload(), reading));
      case Frame.PingRequest ping -> "ping request " + ping.payload();
      case Frame.PingResponse ping -> "ping response " + ping.payload();
      case Frame.Logging log -> "log: " + log.text();
      case Frame.Rebooted rebooted -> "rebooted: " + rebooted.reason().text();
      case Frame.Unknown unknown ->
          "frame type %02X: %s".formatted(unknown.type(), unknown.payload());
    };
  }

  /** One command: its actions, divided by semicolons. */
  public static String of(Command command) {
    return command.actions().stream().map(FrameText::of).collect(Collectors.joining("; "));
  }

  private static String of(Action action) {
    String op = action.op().text();
    return switch (action) {
      case Action.Mark mark -> op + of(mark.flags());
      case Action.ReadFile read ->
          op + " " + of(read.place()) + " length " + read.count() + of(read.flags());
      case Action.WriteFile write ->
          op + " " + of(write.place()) + " = " + write.data() + of(write.flags());
      case Action.ReturnFile file ->
          op + " " + of(file.place()) + " = " + file.data() + of(file.flags());
      case Action.OnFile file -> op + " " + hex(file.file()) + of(file.flags());
      case Action.CopyFile copy ->
          op + " " + hex(copy.from()) + " to " + hex(copy.to()) + of(copy.flags());
      case Action.Properties file ->
          op + " " + hex(file.file()) + " " + of(file.properties()) + of(file.flags());
      case Action.Condition condition -> op + " " + of(condition.query()) + of(condition.flags());
      case Action.Permission permission ->
          op + " level " + permission.level() + " protocol " + permission.protocol();
      case Action.ActionStatus status -> "action " + op + " " + status.code().text();
      case Action.InterfaceStatus status -> of(status.link());
      case Action.ResponseTag tag ->
          op + " " + hex(tag.tag()) + (tag.end() ? " end" : "") + (tag.error() ? " error" : "");
      case Action.RequestTag tag ->
          op + " " + hex(tag.tag()) + (tag.whenCompleted() ? " respond when completed" : "");
      case Action.Forward forward -> op + " " + of(forward.to()) + of(forward.flags());
      case Action.IndirectForward forward ->
          op + " " + hex(forward.file()) + to(forward.overload());
      case Action.SwitchInterface itf -> op + " " + hex(itf.interfaceId()) + of(itf.flags());
      case Action.Unknown unknown ->
          "not understood (" + unknown.reason() + "): " + unknown.bytes();
    };
  }

  private static String of(Action.Place place) {
    return hex(place.file()) + " offset " + place.offset();
  }

  private static String of(Action.Flags flags) {
    return (flags.group() ? " group" : "") + (flags.respond() ? " respond" : "");
  }

  private static String of(FileProperties file) {
    return "permissions %02X properties %02X (%s) action %02X interface %02X length %d of %d"
        .formatted(
            file.permissions(),
            file.properties(),
            file.storage(),
            file.action().command(),
            file.action().interfaceFile(),
            file.size().used(),
            file.size().allocated());
  }

  private static String of(Query query) {
    String places = query.files().stream().map(FrameText::of).collect(Collectors.joining(", "));
    return "code %02X value %s mask %s of file %s"
        .formatted(query.code(), query.value(), query.mask(), places);
  }

  private static String of(LinkStatus link) {
    return switch (link) {
      case LinkStatus.Empty empty -> "status of " + hex(empty.interfaceId()) + " empty";
      case LinkStatus.Other other -> "status of " + hex(other.interfaceId()) + ": " + other.data();
      case LinkStatus.D7(LinkStatus.Reception heard, LinkStatus.Delivery how, Addressee origin) ->
          "D7 status %s channel %d, -%d dBm, link budget %d, target %d, %s, response to %d, from%s"
              .formatted(
                  heard.channel().text(),
                  heard.channelIndex(),
                  heard.levels().rx(),
                  heard.levels().linkBudget(),
                  heard.levels().target(),
                  of(how),
                  how.responseTo().value(),
                  to(origin));
    };
  }

  private static String of(LinkStatus.Delivery how) {
    return "bits %02X fifo %02X sequence %d".formatted(how.bits(), how.fifo(), how.sequence());
  }

  private static String of(InterfaceConfig config) {
    return switch (config) {
      case InterfaceConfig.Plain plain -> "interface " + hex(plain.interfaceId());
      case InterfaceConfig.D7 d7 ->
          "D7 " + of(d7.qos()) + " dormant " + d7.dormant().value() + " s" + to(d7.addressee());
    };
  }

  private static String of(Qos qos) {
    return qos.response()
        + (qos.retryMode() == 0 ? "" : " retry " + qos.retryMode())
        + (qos.record() ? " record" : "")
        + (qos.stopOnError() ? " stop on error" : "");
  }

  private static String to(@Nullable Addressee addressee) {
    if (addressee == null) {
      return "";
    }
    String id =
        switch (addressee.id()) {
          case Addressee.Id.Some some -> "about " + some.number().value() + " nodes";
          case Addressee.Id.All _ -> "everyone";
          case Addressee.Id.Node node -> "UID " + node.uid();
          case Addressee.Id.ShortId vid -> "VID %04X".formatted(vid.vid());
        };
    return " "
        + id
        + " class "
        + hex(addressee.accessClass())
        + " security "
        + addressee.securityText();
  }

  private static String hex(int octet) {
    return "%02X".formatted(octet);
  }
}
