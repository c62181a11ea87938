package io.busbar.appliance.cloud.juconn;

import java.io.IOException;

/** Where a connector's {@link Identity} is kept for good. */
interface Keepsake {
  /** What is kept; {@link Identity#NONE} when nothing is. */
  Identity read();

  void keep(Identity identity) throws IOException;
}
