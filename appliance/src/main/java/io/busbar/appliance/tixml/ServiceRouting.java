package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import java.util.List;

/**
 * {@code ISP/ISP/OUT} (section 6): which way a service takes. This hardware has one, the network as
 * its system routes it, which is the manual's {@code Ethernet}; it has no modem and no tunnel of
 * its own. So there is nothing to keep.
 */
final class ServiceRouting implements Database {
  private static final String OUT = "OUT";
  private static final String SERVICE = "CloudConn";
  private static final String WAY = "Ethernet";

  @Override
  public boolean owns(String group) {
    return group.equals(OUT);
  }

  @Override
  public List<Element> read(ObjectNode document) {
    return List.of(Element.of(OUT, List.of(Element.of(SERVICE, WAY))));
  }

  @Override
  public void write(Element group, ObjectNode document, List<Cause> faults) {
    for (Element service : group.children()) {
      String place = OUT + "/" + service.name();
      if (!service.name().equals(SERVICE)) {
        faults.add(
            new Cause(
                ErrorNumber.UNKNOWN_KEY,
                place + ": got a service that is not here, want CloudConn"));
      } else if (!WAY.equals(service.value()) || !Arguments.isValue(service)) {
        faults.add(
            new Cause(
                ErrorNumber.BAD_VALUE,
                "%s: got %s, want Ethernet: there is no modem and no tunnel here"
                    .formatted(place, service.value())));
      }
    }
  }
}
