package io.busbar.web;

import io.busbar.web.pages.Pages;
import io.busbar.web.pages.Texts;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web server. It starts first and alone, so that there is always a page that says what is
 * wrong; until the appliance is attached, every page and every API answer says "starting".
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Attached attached = new Attached();
  private final Live live;
  private final Javalin javalin;

  private WebServer(HttpAddress where, Duration tick) {
    this.live = new Live(attached, tick);
    this.javalin = Javalin.create(config -> configure(config, where));
    Gate.check(routes());
  }

  /**
   * Starts to listen.
   *
   * @param where a loopback address: there is no login yet, so nobody else on the network may come
   * @throws WebServerException the address is not a loopback address, or the port cannot be had
   */
  public static WebServer start(HttpAddress where) throws WebServerException {
    return start(where, TICK);
  }

  static WebServer start(HttpAddress where, Duration tick) throws WebServerException {
    refuseOtherThanLoopback(where);
    WebServer server = new WebServer(where, tick);
    try {
      server.javalin.start();
      return server;
    } catch (JavalinException e) {
      server.live.close();
      throw cannotListen(where, e);
    }
  }

  /** The appliance is there. May be called again with another one. */
  public void attach(Console console) {
    attached.set(console);
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  /** Every route, with whom it is for. */
  List<Endpoint> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(route -> route.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .toList();
  }

  /** Ends the streams, then the server. */
  @Override
  public void close() {
    live.close();
    try {
      javalin.stop();
    } catch (JavalinException e) {
      LOG.warn("the web server did not stop in time; what was under way is cut off", e);
    }
  }

  private void configure(JavalinConfig config, HttpAddress where) {
    JavalinLogger.startupInfo = false;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    Listener.configure(config.jetty, where);
    BackupApi.configure(config.jetty);

    Texts texts = new Texts(Locale.ENGLISH);
    Assets assets = new Assets();
    Pages pages = new Pages(assets.urls(), texts);
    Answers answers = new Answers(pages);
    config.routes.before(new Guard(where)::check);
    config.routes.get("/assets/{hash}/{name}", assets::serve, For.ANYONE);
    Changes changes = new Changes(attached, pages);
    pages(config.routes, pages, new OverviewReader(texts));
    forms(config.routes, changes);
    api(config.routes, new Api(attached, live), changes);
    config(config.routes, new ConfigApi(attached));
    backup(config.routes, new BackupApi(attached));
    tixml(config.routes, new TixmlDoor(attached));
    scan(config.routes, new ScanApi(attached));
    config.routes.exception(Attached.Starting.class, (e, ctx) -> answers.starting(ctx));
    config.routes.exception(Refusal.class, answers::refused);
    config.routes.exception(HttpResponseException.class, answers::refused);
    config.routes.exception(Exception.class, answers::defect);
    config.router.handlerWrapper(endpoint -> ctx -> mapErrors(Gate.wrap(endpoint), ctx));
  }

  /** An Error passes all of Javalin's exception handlers; as an Exception it gets an id too. */
  private static void mapErrors(Handler handler, Context ctx) throws Exception {
    try {
      handler.handle(ctx);
    } catch (Error e) {
      throw new IllegalStateException(e);
    }
  }

  private void pages(RoutesConfig routes, Pages pages, OverviewReader reader) {
    routes.get(
        "/",
        ctx -> {
          boolean still = ctx.queryParam("still") != null;
          Answers.page(ctx, pages.overview(reader.read(attached.console()), still));
        },
        For.VIEWER);
    routes.get(
        "/parts/heard",
        ctx -> Answers.page(ctx, pages.heard(reader.readState(attached.console()))),
        For.VIEWER);
    routes.get(
        "/parts/state",
        ctx -> Answers.page(ctx, pages.state(reader.readState(attached.console()))),
        For.VIEWER);
    routes.get(
        "/parts/values",
        ctx -> Answers.page(ctx, pages.values(reader.read(attached.console()))),
        For.VIEWER);
  }

  private static void forms(RoutesConfig routes, Changes changes) {
    routes.post(Guard.SET_FORM, changes::setForm, For.INSTALLER);
    routes.post(Guard.ADOPT_FORM, changes::adoptForm, For.INSTALLER);
  }

  private static void api(RoutesConfig routes, Api api, Changes changes) {
    routes.get("/api/v1/status", api::status, For.ANYONE);
    routes.get("/api/v1/values", api::values, For.VIEWER);
    routes.get("/api/v1/values/<path>", api::value, For.VIEWER);
    routes.put("/api/v1/values/<path>", changes::putValue, For.INSTALLER);
    routes.get("/api/v1/devices", api::devices, For.VIEWER);
    routes.post("/api/v1/devices", changes::postDevice, For.INSTALLER);
    routes.get("/api/v1/buses/{bus}/registers", api::registers, For.INSTALLER);
    routes.get("/api/v1/connectors", api::connectors, For.VIEWER);
    routes.post("/api/v1/connectors/{name}/test", api::testConnector, For.INSTALLER);
    routes.get("/api/v1/meters", api::meters, For.VIEWER);
    routes.get("/api/v1/live", api::live, For.VIEWER);
    routes.get("/metrics", api::metrics, For.VIEWER);
  }

  private static void config(RoutesConfig routes, ConfigApi config) {
    routes.get("/api/v1/config", config::read, For.VIEWER);
    routes.put("/api/v1/config", config::replace, For.INSTALLER);
    routes.get("/api/v1/config/trial", config::trial, For.VIEWER);
    routes.post("/api/v1/config/confirm", config::confirm, For.INSTALLER);
  }

  private static void backup(RoutesConfig routes, BackupApi backup) {
    routes.get("/api/v1/backup", backup::write, For.ADMIN);
    routes.post("/api/v1/backup", backup::writeWithSecrets, For.ADMIN);
    routes.post(Guard.RESTORE, backup::restore, For.ADMIN);
  }

  /** The addresses that the FP manual has (section 2.1.1), and the door for commands. */
  private static void tixml(RoutesConfig routes, TixmlDoor door) {
    routes.post(Guard.TIXML, door::run, For.VIEWER);
    for (String tree : List.of("/System", "/Process")) {
      routes.get(tree, door::get, For.VIEWER);
      routes.get(tree + "/<path>", door::get, For.VIEWER);
    }
  }

  private static void scan(RoutesConfig routes, ScanApi scan) {
    routes.get("/api/v1/scan", scan::read, For.VIEWER);
    routes.post("/api/v1/scan", scan::start, For.INSTALLER);
    routes.delete("/api/v1/scan", scan::cancel, For.INSTALLER);
  }

  private static void refuseOtherThanLoopback(HttpAddress where) throws WebServerException {
    if (!where.address().isLoopbackAddress()) {
      throw new WebServerException(
          "--http: got "
              + where
              + ", want 127.0.0.1:"
              + where.port()
              + ": this version has no login, so its pages must not be reachable from the network."
              + " To see them from your own computer, start there: ssh -L "
              + where.port()
              + ":127.0.0.1:"
              + where.port()
              + " USER@THIS-DEVICE, and open http://127.0.0.1:"
              + where.port());
    }
  }

  private static WebServerException cannotListen(HttpAddress where, JavalinException e) {
    BindException bind = bindFailure(e);
    if (bind == null) {
      return new WebServerException("--http: the web server at " + where + " does not start", e);
    }
    String why = String.valueOf(bind.getMessage());
    if (why.contains("Permission denied")) {
      return new WebServerException(
          "--http: port "
              + where.port()
              + " is reserved for the system; take one from 1024 on, or run as the system service",
          e);
    }
    if (why.contains("in use")) {
      return new WebServerException(
          "--http: port "
              + where.port()
              + " of "
              + where.host()
              + " is held by another program: end it (ss -ltnp names it) or take another port",
          e);
    }
    return new WebServerException(
        "--http: cannot listen on " + where + ": " + why + "; want an address of this device", e);
  }

  private static @Nullable BindException bindFailure(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException bind) {
        return bind;
      }
    }
    return null;
  }
}
