package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.schema.Problem;
import java.util.List;

/** One group of a database, as a view of a part of the configuration. */
interface Database {
  /** Whether an element of this name inside a SetConfig is for this group. */
  boolean owns(String group);

  /**
   * What the configuration says.
   *
   * @param document the whole configuration
   */
  List<Element> read(ObjectNode document);

  /**
   * Puts a group into the configuration.
   *
   * @param faults takes what cannot be put there; then the document is thrown away
   */
  void write(Element group, ObjectNode document, List<Cause> faults);

  /** In the words of the group, where a fault of the configuration is; its pointer if nowhere. */
  default String place(Problem problem, ObjectNode document) {
    return problem.path();
  }
}
