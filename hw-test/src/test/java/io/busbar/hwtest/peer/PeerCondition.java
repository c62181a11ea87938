package io.busbar.hwtest.peer;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link NeedsPeer}, and keeps the list of what was left out. */
final class PeerCondition implements ExecutionCondition {
  private static final Map<Peer, Boolean> WORKS = new ConcurrentHashMap<>();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<Peer> missing =
        context
            .getElement()
            .flatMap(e -> AnnotationSupport.findAnnotation(e, NeedsPeer.class))
            .stream()
            .flatMap(needs -> Stream.of(needs.value()))
            .filter(peer -> !WORKS.computeIfAbsent(peer, Peer::works))
            .toList();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("every peer is here");
    }
    String packages = missing.stream().map(Peer::packages).distinct().collect(joining(" "));
    String reason = "not installed here: " + packages + " (apt install " + packages + ")";
    if ("required".equals(System.getenv("BUSBAR_PEERS"))) {
      throw new IllegalStateException("BUSBAR_PEERS=required, but " + reason);
    }
    String test = context.getRequiredTestClass().getSimpleName();
    String method = context.getTestMethod().map(m -> "." + m.getName()).orElse("");
    leftOut(context).tests.add(test + method + ", " + reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static LeftOut leftOut(ExtensionContext context) {
    ExtensionContext.Namespace here = ExtensionContext.Namespace.create(PeerCondition.class);
    return context
        .getRoot()
        .getStore(here)
        .computeIfAbsent(LeftOut.class, _ -> new LeftOut(), LeftOut.class);
  }

  /** Closed by JUnit at the end of the run. */
  private static final class LeftOut implements AutoCloseable {
    private final ConcurrentSkipListSet<String> tests = new ConcurrentSkipListSet<>();

    @Override
    public void close() {
      System.out.println("Left out, because a peer is missing: " + tests.size());
      tests.forEach(test -> System.out.println("  " + test));
    }
  }
}
