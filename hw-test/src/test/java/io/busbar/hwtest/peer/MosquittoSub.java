package io.busbar.hwtest.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.busbar.hwtest.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** mosquitto_sub as the witness: a durable session, every message as one line of JSON. */
public final class MosquittoSub implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'xx");
  private final Path log;
  private final PeerProcess process;

  /** Subscribes to everything and waits until the broker has taken the subscription. */
  public MosquittoSub(Path folder, Mosquitto broker, String... more) throws IOException {
    this.log = Peers.log(folder, "mosquitto_sub");
    List<String> command =
        new ArrayList<>(
            List.of(
                Peer.MOSQUITTO_SUB.program(),
                "-h",
                "127.0.0.1",
                "-p",
                "" + broker.port(),
                "-i",
                "witness",
                "-c",
                "-q",
                "1",
                "-t",
                "#",
                "-F",
                "%j"));
    command.addAll(List.of(more));
    this.process =
        new PeerProcess(command, log)
            .until(() -> broker.process().printed().contains("Sending SUBACK to witness"));
  }

  /** Everything so far, in the order it came. */
  public List<Received> received() throws IOException {
    List<Received> all = new ArrayList<>();
    // Its own messages ("Connection Refused", "Error: ...") stand between those of the broker.
    for (String line : Files.readAllLines(log)) {
      if (line.startsWith("{") && line.endsWith("}")) {
        JsonNode message = JSON.readTree(line);
        all.add(
            new Received(
                OffsetDateTime.parse(message.path("tst").asText(), TIME).toInstant(),
                message.path("topic").asText(),
                message.path("payload").asText()));
      }
    }
    return all;
  }

  @Override
  public void close() {
    process.close();
  }
}
