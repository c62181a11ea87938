package io.busbar.appliance.console;

import io.busbar.appliance.process.ProcessTree;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Value;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/** What buses keep of their devices' communication in the process tree, for Prometheus. */
record DeviceMetrics(ProcessTree tree) {
  /** Where bus and device stand in {@code /Process/<bus>/<device>/<variable>}. */
  private static final int BUS = 2;

  private static final int DEVICE = 3;

  /** Where a number goes, with the labels after bus and device. */
  @FunctionalInterface
  private interface Out {
    void call(double value, String bus, String device);
  }

  void register(PrometheusRegistry registry) {
    gauge(registry, "up", "1 while the device answers", DataPoint.DEVICE_STATE);
    gauge(registry, "backoff_seconds", "Until a silent device is asked again", "DeviceBackoff");
    counter(registry, "reads", "Proper answers since the start", "DeviceReads");
    counter(registry, "timeouts", "Requests without an answer", "DeviceTimeouts");
    counter(registry, "garbled", "Answers with a wrong CRC, cut or of others", "DeviceGarbled");
    counter(registry, "exceptions", "Requests that the device refused", "DeviceExceptions");
    GaugeWithCallback.builder()
        .name("busbar_device_round_trip_seconds")
        .help("What half and 95 % of the last 64 reads took at most")
        .labelNames("bus", "device", "quantile")
        .callback(out -> {
          all("DeviceRoundTripP50", (value, bus, device) -> out.call(value, bus, device, "0.5"));
          all("DeviceRoundTripP95", (value, bus, device) -> out.call(value, bus, device, "0.95"));
        })
        .register(registry);
  }

  private void gauge(PrometheusRegistry registry, String name, String help, String variable) {
    GaugeWithCallback.builder()
        .name("busbar_device_" + name)
        .help(help)
        .labelNames("bus", "device")
        .callback(out -> all(variable, (value, bus, device) -> out.call(value, bus, device)))
        .register(registry);
  }

  private void counter(PrometheusRegistry registry, String name, String help, String variable) {
    CounterWithCallback.builder()
        .name("busbar_device_" + name)
        .help(help)
        .labelNames("bus", "device")
        .callback(out -> all(variable, (value, bus, device) -> out.call(value, bus, device)))
        .register(registry);
  }

  private void all(String variable, Out out) {
    List<ProcessTree.Snapshot> found = tree.under("/");
    if (found == null) {
      return;
    }
    for (ProcessTree.Snapshot one : found) {
      if (one.point().name().equals(variable) && one.point().isHealth()) {
        String[] path = one.path().split("/", -1);
        switch (one.latest().value()) {
          case Value.Int whole -> out.call((double) whole.value(), path[BUS], path[DEVICE]);
          case Value.Real real -> out.call(real.value(), path[BUS], path[DEVICE]);
          case Value.Bool _, Value.Text _ -> {}
          case null -> {}
        }
      }
    }
  }
}
