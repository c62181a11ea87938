package io.busbar.appliance.config;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.store.StoreSettings;
import io.busbar.drivers.BusLoad;
import io.busbar.drivers.BusType;
import io.busbar.drivers.Claim;
import io.busbar.drivers.Driver;
import java.util.List;
import java.util.Optional;

/**
 * A whole configuration that was found good. Parts that are equal in two configurations need not be
 * restarted between them.
 */
public record Config(
    GatewaySettings gateway, List<Bus<?>> buses, StoreSettings store, List<Cloud<?>> connectors) {
  public Config {
    buses = List.copyOf(buses);
    connectors = List.copyOf(connectors);
  }

  /** One bus with the kind that can run it. */
  public record Bus<S>(String name, BusType<S> type, S settings) {
    /** What it takes of its line, where that can be told. */
    public Optional<BusLoad> load() {
      return type.load(settings);
    }

    /** What it wants of the machine for itself. */
    public List<Claim> claims() {
      return type.claims(settings);
    }

    /** The driver of this bus. Touches no wire. */
    public Driver driver() {
      return type.driver(settings);
    }
  }

  /** One connection to a cloud with the platform that can run it. */
  public record Cloud<S>(
      ConnectorType<S> type, ConnectorSettings common, ConnectorType.Context context, S settings) {
    public String name() {
      return common.name();
    }

    /** A fresh state machine of the platform. */
    public Connector connector() {
      return type.connector(context, settings);
    }
  }
}
