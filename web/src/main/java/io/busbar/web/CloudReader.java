package io.busbar.web;

import io.busbar.web.Console.BacklogView;
import io.busbar.web.Console.ConnectorView;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.Overview;
import io.busbar.web.pages.Texts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a connection says of itself into the words of the page.
 *
 * @param now by the clock of the appliance
 */
record CloudReader(Texts texts, Forms forms, Instant now) {
  private static final double KILO = 1e3;
  private static final double MEGA = 1e6;

  CloudReader(Texts texts, Instant now) {
    this(texts, new Forms(texts), now);
  }

  Overview.Cloud read(ConnectorView cloud) {
    BacklogView backlog = cloud.backlog();
    Instant oldest = backlog.oldest();
    return new Overview.Cloud(
        cloud.name(),
        cloud.type(),
        cloud.broker(),
        OverviewPages.light(texts, cloud.state()),
        texts.reasonOrNull(cloud.reason()),
        ago(cloud.lastAcknowledged()),
        forms.count(backlog.waiting()),
        forms.count(backlog.stored()),
        size(backlog),
        Math.clamp(
            Math.round(100.0 * backlog.bytes() / Math.max(1, backlog.budgetBytes())), 0, 100),
        oldest == null ? null : forms.age(oldest, now),
        drains(backlog),
        dropped(backlog));
  }

  private String size(BacklogView backlog) {
    double percent = 100.0 * backlog.bytes() / Math.max(1, backlog.budgetBytes());
    return texts.get("cloud.size", bytes(backlog.bytes()), bytes(backlog.budgetBytes()), percent);
  }

  private String bytes(long bytes) {
    return bytes < MEGA
        ? texts.get("cloud.kilobytes", bytes / KILO)
        : texts.get("cloud.megabytes", bytes / MEGA);
  }

  private @Nullable String drains(BacklogView backlog) {
    if (backlog.drainRate() <= 0) {
      return null;
    }
    String rate = forms.value(backlog.drainRate(), "");
    Long left = backlog.emptyInSeconds();
    return left == null
        ? texts.get("cloud.rate", rate)
        : texts.get("cloud.rate.empty", rate, forms.age(left * 1000));
  }

  /** How long ago something was; never when it was not. */
  String ago(@Nullable Instant time) {
    return time == null ? texts.get("cloud.never") : texts.get("ago", forms.age(time, now));
  }

  private @Nullable String dropped(BacklogView backlog) {
    Instant from = backlog.droppedFrom();
    Instant to = backlog.droppedTo();
    if (backlog.dropped() == 0) {
      return null;
    }
    String count = forms.count(backlog.dropped());
    return from == null || to == null
        ? count
        : texts.get("cloud.span", count, new Moment(from).utc(), new Moment(to).utc());
  }
}
