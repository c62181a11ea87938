package io.busbar.appliance.cloud.juconn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.cloud.juconn.Ids.DataBroker;
import io.busbar.appliance.process.WholeFile;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An {@link Identity} in a small file of its own, read once and written whole at every change. */
final class FileKeepsake implements Keepsake {
  private static final Logger LOG = LoggerFactory.getLogger(FileKeepsake.class);

  private final Path file;
  private Identity identity;

  FileKeepsake(Path file) {
    this.file = file;
    this.identity = load(file);
  }

  @Override
  public synchronized Identity read() {
    return identity;
  }

  @Override
  public synchronized void keep(Identity changed) throws IOException {
    identity = changed;
    write(changed);
  }

  /**
   * Forgets the ids. The numbers of the requests go on: a portal must not see one twice.
   *
   * @return whether there were any
   * @throws IOException they are still known, also here: whoever asks again must not be told that
   *     there are none
   */
  synchronized boolean forget() throws IOException {
    if (identity.ids() == null) {
      return false;
    }
    Identity bare = new Identity(identity.rollouts(), identity.inits(), null);
    write(bare);
    identity = bare;
    return true;
  }

  private void write(Identity changed) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    WholeFile.write(file, DocumentSchema.mapper().writeValueAsBytes(document(changed)));
  }

  private static ObjectNode document(Identity identity) {
    ObjectNode document = DocumentSchema.mapper().createObjectNode();
    document.put("rollouts", identity.rollouts()).put("inits", identity.inits());
    Ids ids = identity.ids();
    if (ids != null) {
      document.put("customerId", ids.customerId()).put("gatewayId", ids.gatewayId());
      DataBroker broker = ids.broker();
      if (broker != null) {
        document.put("brokerUrl", broker.url()).put("brokerQos", broker.qos());
      }
    }
    return document;
  }

  private static Identity load(Path file) {
    try {
      if (!Files.exists(file)) {
        return Identity.NONE;
      }
      JsonNode document = DocumentSchema.mapper().readTree(Files.readAllBytes(file));
      return new Identity(
          document.path("rollouts").asLong(), document.path("inits").asLong(), ids(document));
    } catch (IOException e) {
      LOG.warn("{} cannot be read, the gateway asks its portal anew: {}", file, e.toString());
      return Identity.NONE;
    }
  }

  private static @Nullable Ids ids(JsonNode document) {
    if (!document.has("gatewayId")) {
      return null;
    }
    JsonNode url = document.path("brokerUrl");
    JsonNode qos = document.path("brokerQos");
    return new Ids(
        document.path("customerId").asText(),
        document.path("gatewayId").asText(),
        url.isTextual() ? new DataBroker(url.asText(), qos.isInt() ? qos.asInt() : null) : null);
  }
}
