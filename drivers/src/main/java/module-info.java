import org.jspecify.annotations.NullMarked;

/** Everything that touches a wire. Knows no process tree, no cloud and no page. */
@NullMarked
module io.busbar.drivers {
  requires transitive com.fasterxml.jackson.databind;
  requires transitive jakarta.validation;
  requires com.fazecast.jSerialComm;
  requires com.networknt.schema;
  requires com.pi4j;
  requires com.pi4j.library.gpiod;
  requires com.pi4j.library.linuxfs;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.busbar.drivers;
  exports io.busbar.drivers.dash7;
  exports io.busbar.drivers.dash7.alp;
  exports io.busbar.drivers.dash7.frame;
  exports io.busbar.drivers.dash7.layout;
  exports io.busbar.drivers.io;
  exports io.busbar.drivers.modbus;
  exports io.busbar.drivers.schema;
  exports io.busbar.drivers.serial;
  exports io.busbar.drivers.simulated;

  opens io.busbar.drivers to
      com.fasterxml.jackson.databind;
  opens io.busbar.drivers.dash7 to
      com.fasterxml.jackson.databind;
  opens io.busbar.drivers.dash7.layout to
      com.fasterxml.jackson.databind;
  opens io.busbar.drivers.io to
      com.fasterxml.jackson.databind;
  opens io.busbar.drivers.modbus to
      com.fasterxml.jackson.databind;
  opens io.busbar.drivers.serial to
      com.fasterxml.jackson.databind;
  opens io.busbar.drivers.simulated to
      com.fasterxml.jackson.databind;
}
