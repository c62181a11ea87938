import org.jspecify.annotations.NullMarked;

/** The appliance: process tree, outbox, connectors, configuration, and the composition root. */
@NullMarked
module io.busbar.appliance {
  requires com.fasterxml.jackson.databind;
  requires info.picocli;
  requires io.busbar.drivers;
  requires io.busbar.web;
  requires java.logging;
  requires java.net.http;
  requires java.sql;
  requires java.xml;
  requires org.eclipse.paho.client.mqttv3;
  requires org.slf4j;
  requires password4j;
  requires jakarta.validation;
  requires static transitive org.jspecify;
  requires io.prometheus.metrics.core;
  requires io.prometheus.metrics.model;
  requires io.prometheus.writer.text;

  exports io.busbar.appliance to
      java.logging; // It makes the log manager.

  opens io.busbar.appliance to
      info.picocli;
  opens io.busbar.appliance.clock to
      com.fasterxml.jackson.databind;
  opens io.busbar.appliance.cloud to
      com.fasterxml.jackson.databind;
  opens io.busbar.appliance.cloud.fiware to
      com.fasterxml.jackson.databind;
  opens io.busbar.appliance.cloud.mindconnect to
      com.fasterxml.jackson.databind;
  opens io.busbar.appliance.cloud.mindsphere to
      com.fasterxml.jackson.databind;
  opens io.busbar.appliance.cloud.juconn to
      com.fasterxml.jackson.databind;
  opens io.busbar.appliance.cloud.scorpio to
      com.fasterxml.jackson.databind;
  opens io.busbar.appliance.cloud.smartgear to
      com.fasterxml.jackson.databind;
  opens io.busbar.appliance.config to
      com.fasterxml.jackson.databind;
  opens io.busbar.appliance.logbook to
      com.fasterxml.jackson.databind;
  opens io.busbar.appliance.process to
      com.fasterxml.jackson.databind;
  opens io.busbar.appliance.store to
      com.fasterxml.jackson.databind;
}
