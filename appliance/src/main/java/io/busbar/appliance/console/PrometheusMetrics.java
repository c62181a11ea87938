package io.busbar.appliance.console;

import io.busbar.appliance.cloud.PublisherState;
import io.busbar.appliance.process.Events;
import io.busbar.appliance.process.RealtimeSection;
import io.busbar.web.Console;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Everything that can be counted, asked for at the moment of the scrape and never before. */
final class PrometheusMetrics implements Console.Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer =
      PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();
  private final ApplianceConsole.Running appliance;
  private final InstantSource clock;

  PrometheusMetrics(ApplianceConsole.Running appliance, InstantSource clock) {
    this.appliance = appliance;
    this.clock = clock;
    GaugeWithCallback.builder()
        .name("busbar_bus_up")
        .help("1 while the bus is running")
        .labelNames("bus", "type")
        .callback(out ->
            appliance
                .buses()
                .forEach(
                    bus -> out.call(bus.state().equals("running") ? 1 : 0, bus.name(), bus.type())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("busbar_bus_utilisation")
        .help("Share of its time that a bus spent asking of late, 0 to 1")
        .labelNames("bus", "type")
        .callback(out ->
            appliance.buses().stream()
                .filter(bus -> bus.utilisation() != null)
                .forEach(bus ->
                    out.call(Objects.requireNonNull(bus.utilisation()), bus.name(), bus.type())))
        .register(registry);
    new DeviceMetrics(appliance.tree()).register(registry);
    GaugeWithCallback.builder()
        .name("busbar_variables")
        .help("Variables of the process tree by quality")
        .labelNames("quality")
        .callback(this::qualities)
        .register(registry);
    gauge(
        "busbar_connector_up",
        "1 while the connection to the cloud is up",
        cloud -> cloud.publisher().phase() == PublisherState.Phase.CONNECTED ? 1 : 0);
    gauge(
        "busbar_outbox_waiting_sends",
        "Sends that the cloud has not acknowledged",
        cloud -> cloud.backlog().waiting());
    gauge(
        "busbar_outbox_stored_sends", "Sends that wait on disk", cloud -> cloud.backlog().stored());
    counter(
        "busbar_outbox_acknowledged_sends",
        "Sends that the cloud acknowledged since the start",
        cloud -> cloud.backlog().acknowledged());
    counter(
        "busbar_outbox_replayed_sends",
        "Sends that the cloud took out of the backlog since the start",
        cloud -> cloud.backlog().replayed());
    gauge(
        "busbar_outbox_replayed_sends_per_second",
        "Sends that the cloud takes out of the backlog, over the last half minute",
        cloud -> cloud.drains().perSecond());
    gauge(
        "busbar_outbox_oldest_age_seconds",
        "Age of the oldest Send that waits; 0 when none does",
        cloud -> seconds(age(cloud.backlog().oldest())));
    gauge(
        "busbar_outbox_empty_seconds",
        "Time until the backlog is empty if it goes on like this; NaN when it does not shrink",
        cloud -> seconds(cloud.drains().empty()));
    counter(
        "busbar_outbox_dropped_sends",
        "Sends given up by policy since the connector was added",
        cloud -> cloud.backlog().dropped().count());
    section(
        "busbar_section_reported_values",
        "Values that a section has sent since it began",
        RealtimeSection.Counters::reported);
    section(
        "busbar_section_saved_values",
        "Values that a section did not send thanks to their hysteresis",
        RealtimeSection.Counters::saved);
    event("busbar_event_fired", "How often the event ran its actions", Events.Counters::fired);
    event(
        "busbar_event_left_out",
        "How often the event was left out because it fires too often",
        Events.Counters::leftOut);
  }

  @Override
  public String contentType() {
    return writer.getContentType();
  }

  @Override
  public void write(OutputStream out) throws IOException {
    writer.write(out, registry.scrape());
  }

  private Duration age(@Nullable Instant oldest) {
    return oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
  }

  private static double seconds(@Nullable Duration time) {
    return time == null ? Double.NaN : time.toMillis() / 1e3;
  }

  private void qualities(GaugeWithCallback.Callback out) {
    var variables = appliance.tree().under("/");
    for (io.busbar.drivers.Quality quality : io.busbar.drivers.Quality.values()) {
      out.call(
          variables == null
              ? 0
              : (double) variables.stream().filter(v -> v.latest().quality() == quality).count(),
          quality.name());
    }
  }

  private void section(
      String name, String help, ToDoubleFunction<RealtimeSection.Counters> reading) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("connector", "section")
        .callback(out ->
            appliance
                .sections()
                .forEach(section ->
                    out.call(
                        reading.applyAsDouble(section), section.connector(), section.section())))
        .register(registry);
  }

  private void event(String name, String help, ToDoubleFunction<Events.Counters> reading) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("event")
        .callback(out ->
            appliance
                .events()
                .forEach(event -> out.call(reading.applyAsDouble(event), event.event())))
        .register(registry);
  }

  private void gauge(
      String name, String help, ToDoubleFunction<ApplianceConsole.CloudState> reading) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("connector", "type")
        .callback(out -> ofEach(reading, out::call))
        .register(registry);
  }

  private void counter(
      String name, String help, ToDoubleFunction<ApplianceConsole.CloudState> reading) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("connector", "type")
        .callback(out -> ofEach(reading, out::call))
        .register(registry);
  }

  private void ofEach(ToDoubleFunction<ApplianceConsole.CloudState> reading, Reading out) {
    appliance
        .clouds()
        .forEach(cloud -> out.call(reading.applyAsDouble(cloud), cloud.name(), cloud.type()));
  }

  /** Where a value goes with its labels: gauges and counters have no type for it in common. */
  private interface Reading {
    void call(double value, String... labels);
  }
}
