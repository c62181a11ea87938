package io.busbar.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.busbar.web.Console.Tixml.Form;
import io.busbar.web.Console.Tixml.Reply;
import io.busbar.web.pages.ConsolePage;
import io.busbar.web.pages.ConsolePage.Answer;
import io.busbar.web.pages.ConsolePage.Cause;
import io.busbar.web.pages.ConsolePage.Example;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TiXML console: a command in, its answer out, with the error explained. */
final class TixmlPages {
  private static final Logger LOG = LoggerFactory.getLogger(TixmlPages.class);
  private static final String PAGE = "/console";
  private static final int LONGEST = 100_000;
  private static final int MOST_COMMANDS = 10;
  private static final int MOST_SESSIONS = 32;

  /** Long ones are files, and what sets a configuration may hold a password. */
  private static final int LONGEST_KEPT = 2000;

  private static final String SETS_CONFIGURATION = "SetConfig";

  private static final Pattern NUMBER =
      Pattern.compile("Err(?:No|or)\\b[^0-9-]{0,40}(-[0-9]{4,5})");

  private static final Pattern TAG = Pattern.compile("<[^>]*>|[^<]+");

  private final Site site;

  /** What each session has sent, by its form token; the oldest session goes. */
  private final Map<String, List<String>> histories =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
          return size() > MOST_SESSIONS;
        }
      };

  TixmlPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get(PAGE, this::show, For.VIEWER);
    routes.post(PAGE, this::run, For.VIEWER);
  }

  private void show(Context ctx) {
    View view = site.view(ctx);
    String text = ctx.queryParam("text");
    show(ctx, view, text == null || text.length() > LONGEST_KEPT ? "" : text, null);
  }

  private void run(Context ctx) {
    View view = site.view(ctx);
    String text = Requests.field(ctx, "text").strip();
    if (text.isEmpty() || text.length() > LONGEST) {
      ctx.status(422);
      show(ctx, view, text, new Answer(view.texts().get("console.empty"), true, List.of()));
      return;
    }
    Form form = text.startsWith("{") ? Form.JSON : Form.TEXT;
    Reply reply = site.console().tixml().run(form, text);
    keep(view.formToken(), text);
    List<Cause> causes = causes(view.texts(), reply.text());
    boolean failed = !reply.understood() || !causes.isEmpty();
    show(ctx, view, text, new Answer(laidOut(form, reply.text()), failed, causes));
  }

  private void show(Context ctx, View view, String text, @Nullable Answer answer) {
    ConsolePage page =
        new ConsolePage(text, answer, examples(view.texts()), history(view.formToken()));
    site.show(ctx, view, "console.jte", Map.of("page", page));
  }

  private void keep(String session, String text) {
    if (session.isEmpty() || text.length() > LONGEST_KEPT || text.contains(SETS_CONFIGURATION)) {
      return;
    }
    synchronized (histories) {
      List<String> history = histories.computeIfAbsent(session, _ -> new ArrayList<>());
      history.remove(text);
      history.addFirst(text);
      if (history.size() > MOST_COMMANDS) {
        history.removeLast();
      }
    }
  }

  private List<String> history(String session) {
    synchronized (histories) {
      return List.copyOf(histories.getOrDefault(session, List.of()));
    }
  }

  private static List<Cause> causes(Texts texts, String answer) {
    Set<String> numbers = new LinkedHashSet<>();
    Matcher number = NUMBER.matcher(answer);
    while (number.find()) {
      numbers.add(number.group(1));
    }
    return numbers.stream()
        .map(one -> {
          String meaning = texts.find("tixmlerror." + one.substring(1));
          return new Cause(one, meaning == null ? texts.get("console.unknown") : meaning);
        })
        .toList();
  }

  /** One element a line, so that a person finds his way. */
  static String laidOut(Form form, String answer) {
    if (form == Form.JSON) {
      try {
        return Json.tree(answer.getBytes(java.nio.charset.StandardCharsets.UTF_8)).toPrettyString();
      } catch (JsonProcessingException e) {
        LOG.debug("an answer in JSON is none", e);
        return answer;
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    StringBuilder lines = new StringBuilder();
    int depth = 0;
    Matcher part = TAG.matcher(answer);
    while (part.find()) {
      String text = part.group().strip();
      if (text.isEmpty()) {
        continue;
      }
      boolean tag = text.startsWith("<");
      depth -= text.startsWith("</") ? 1 : 0;
      lines.append("  ".repeat(Math.max(0, depth))).append(text).append('\n');
      boolean opens =
          tag && !text.startsWith("</") && !text.endsWith("/>") && !text.startsWith("<?");
      depth += opens ? 1 : 0;
    }
    return lines.toString().stripTrailing();
  }

  private static List<Example> examples(Texts texts) {
    return List.of(
        new Example(texts.get("console.example.all"), "<Get _=\"/Process/\" ver=\"y\"/>"),
        new Example(texts.get("console.example.system"), "<Get _=\"/System/\" ver=\"y\"/>"),
        new Example(
            texts.get("console.example.json"),
            "{\"Get\": {\"-_\": \"/Process/\", \"-ver\": \"y\"}}"),
        new Example(
            texts.get("console.example.set"),
            "<Set _=\"/Process/PV/Test\" value=\"1\" ver=\"y\"/>"),
        new Example(
            texts.get("console.example.config"), "<GetConfig _=\"PROCCFG/External\" ver=\"y\"/>"),
        new Example(
            texts.get("console.example.log"),
            "<ReadLog _=\"SupportLog\" range=\"last 10\" ver=\"y\"/>"),
        new Example(texts.get("console.example.send"), "<CloudSendRealtimeData ver=\"y\"/>"));
  }
}
