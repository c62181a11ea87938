package io.busbar.drivers.dash7;

import io.busbar.drivers.Listening.Heard;
import io.busbar.drivers.Listening.HeardFile;
import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.LinkStatus;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.layout.LayoutLibrary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that are heard and not configured: the last hundred. The bus's thread writes, any
 * thread reads.
 */
final class HeardNodes {
  private static final int MOST = 100;
  private static final int MOST_FILES = 16;

  private final LayoutLibrary library;
  private final SequencedMap<Uid, Heard> nodes = new LinkedHashMap<>();

  HeardNodes(LayoutLibrary library) {
    this.library = library;
  }

  /** Puts nodes on the list, the one that was heard last first. */
  synchronized void remember(List<Heard> before) {
    for (Heard node : before.reversed()) {
      nodes.putLast(Uid.parse(node.uid()), node);
    }
  }

  /** Every node on the list, the one that was heard last first. */
  synchronized List<Heard> all() {
    return List.copyOf(nodes.reversed().values());
  }

  /**
   * Puts a message on the list.
   *
   * @return whether the node is new on it
   */
  synchronized boolean heard(Uid uid, Command command, LinkStatus.D7 status, Instant now) {
    @Nullable Heard known = nodes.get(uid);
    SequencedSet<HeardFile> files = new LinkedHashSet<>(known == null ? List.of() : known.files());
    command
        .all(Action.ReturnFile.class)
        .filter(part -> part.place().offset() == 0)
        .forEach(part -> files.addLast(new HeardFile(part.place().file(), part.data().length())));
    while (files.size() > MOST_FILES) {
      files.removeFirst();
    }
    LinkStatus.Levels levels = status.reception().levels();
    nodes.putLast(
        uid,
        new Heard(
            uid.toString(),
            List.copyOf(files),
            layouts(files),
            levels.linkBudget(),
            -levels.rx(),
            now,
            known == null ? 1 : known.messages() + 1));
    if (nodes.size() > MOST) {
      nodes.pollFirstEntry();
    }
    return known == null;
  }

  /**
   * A layout that knows more of the node's files is likelier; among equals the alphabet decides.
   */
  private List<String> layouts(SequencedSet<HeardFile> files) {
    Map<String, Integer> votes = new TreeMap<>();
    for (HeardFile file : files) {
      for (String id : library.matching(file.file(), file.length())) {
        votes.merge(id, 1, Integer::sum);
      }
    }
    List<String> ids = new ArrayList<>(votes.keySet());
    ids.sort((a, b) -> votes.getOrDefault(b, 0) - votes.getOrDefault(a, 0));
    return ids;
  }
}
