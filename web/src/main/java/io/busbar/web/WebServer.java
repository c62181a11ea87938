package io.busbar.web;

import io.busbar.web.pages.Pages;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.javalin.router.ParsedEndpoint;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
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
  private final Sessions sessions;
  private final Gate gate;
  private final Live live;
  private final Javalin javalin;

  private WebServer(HttpAddress where, Duration tick, LongSupplier nanoTime) {
    this.sessions = new Sessions(nanoTime);
    this.gate = new Gate(attached, sessions, this::page);
    this.live = new Live(attached, tick);
    this.javalin = Javalin.create(config -> configure(config, where));
    Gate.check(routes());
  }

  /**
   * Starts to listen.
   *
   * @param where an address of this machine
   * @throws WebServerException the port or address cannot be had
   */
  public static WebServer start(HttpAddress where) throws WebServerException {
    return start(where, TICK, System::nanoTime);
  }

  /**
   * @param tick how often streams are served
   * @param nanoTime the monotonic clock of sessions
   */
  static WebServer start(HttpAddress where, Duration tick, LongSupplier nanoTime)
      throws WebServerException {
    WebServer server = new WebServer(where, tick, nanoTime);
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

  /** The appliance ends; until the next is there, every page says that it starts. */
  public void detach() {
    attached.clear();
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  private @Nullable Endpoint page(String path) {
    ParsedEndpoint found =
        javalin.unsafe.internalRouter.findFirstHttpHandlerEntry(HandlerType.GET, path);
    return found == null ? null : found.endpoint;
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

    Assets assets = new Assets();
    Viewer viewer = new Viewer(attached, assets.urls());
    Pages pages = new Pages();
    Site site = new Site(attached, pages, viewer, new ConfigForms(attached));
    Answers answers = new Answers(pages, viewer, attached);
    config.routes.before(new Guard(machine(), attached)::check);
    config.routes.before(gate::admit);
    config.routes.get("/assets/{hash}/{name}", assets::serve, For.ANYONE);
    Changes changes = new Changes(site);
    AccessApi access = new AccessApi(attached, sessions);
    entrance(config.routes, new AccessPages(site, access));
    pages(config.routes, site, access);
    forms(config.routes, changes, viewer);
    api(config.routes, new Api(attached, live, gate), changes);
    access(config.routes, access);
    config(config.routes, new ConfigApi(attached));
    backup(config.routes, new BackupApi(attached));
    upkeep(config.routes, new SystemApi(attached));
    tixml(config.routes, new TixmlDoor(attached));
    scan(config.routes, new ScanApi(attached));
    history(config.routes, new HistoryApi(attached));
    new LogApi(attached).routes(config.routes);
    clouds(config.routes, new CloudApi(attached), new SectionApi(attached));
    config.routes.exception(Attached.Starting.class, (e, ctx) -> answers.starting(ctx));
    config.routes.exception(Refusal.class, answers::refused);
    config.routes.exception(NotAllowed.class, answers::notAllowed);
    config.routes.exception(HttpResponseException.class, answers::refused);
    config.routes.exception(Exception.class, answers::defect);
    config.router.handlerWrapper(endpoint -> ctx -> mapErrors(gate.wrap(endpoint), ctx));
  }

  /** An Error passes all of Javalin's exception handlers; as an Exception it gets an id too. */
  private static void mapErrors(Handler handler, Context ctx) throws Exception {
    try {
      handler.handle(ctx);
    } catch (Error e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every group of pages; one line for each. */
  private static void pages(RoutesConfig routes, Site site, AccessApi access) {
    new OverviewPages(site).routes(routes);
    new ValuesPages(site).routes(routes);
    new DevicePages(site).routes(routes);
    new DeviceForms(site).routes(routes);
    new ScanPages(site).routes(routes);
    new RegisterPages(site).routes(routes);
    new IoPages(site).routes(routes);
    new JourneyPages(site).routes(routes);
    new LogPages(site).routes(routes);
    new TixmlPages(site).routes(routes);
    new HelpPages(site).routes(routes);
    new UserPages(site, access).routes(routes);
    new TrialPages(site).routes(routes);
    new SystemPages(site).routes(routes);
    new CloudPages(site).routes(routes);
    new CloudTests(site).routes(routes);
    new CloudForms(site).routes(routes);
    new CertificatePages(site).routes(routes);
    new SectionPages(site).routes(routes);
    new ListPages(site).routes(routes);
    firstSteps(routes, site);
  }

  private static void firstSteps(RoutesConfig routes, Site site) {
    new WizardPages(site).routes(routes);
    new RestorePages(site, new BackupApi(site.attached())).routes(routes);
    new DemoPages(site).routes(routes);
    new ReportPages(site).routes(routes);
    new SetupApi(site.attached()).routes(routes);
  }

  private static void forms(RoutesConfig routes, Changes changes, Viewer viewer) {
    routes.post(Viewer.FORM, viewer::choose, For.ANYONE);
    routes.post("/set", changes::setForm, For.INSTALLER);
    routes.post("/adopt", changes::adoptForm, For.INSTALLER);
  }

  private static void api(RoutesConfig routes, Api api, Changes changes) {
    routes.get("/api/v1/status", api::status, For.ANYONE);
    routes.get("/api/v1/openapi.json", api::description, For.ANYONE);
    routes.post("/api/v1/time", api::setTime, For.INSTALLER);
    routes.get("/api/v1/values", api::values, For.VIEWER);
    routes.get("/api/v1/values/<path>", api::value, For.VIEWER);
    routes.put("/api/v1/values/<path>", changes::putValue, For.INSTALLER);
    routes.get("/api/v1/devices", api::devices, For.VIEWER);
    routes.post("/api/v1/devices", changes::postDevice, For.INSTALLER);
    routes.get("/api/v1/buses/{bus}/registers", api::registers, For.INSTALLER);
    routes.get("/api/v1/connectors", api::connectors, For.VIEWER);
    routes.get("/api/v1/meters", api::meters, For.VIEWER);
    routes.post("/api/v1/devices/test", api::testDevice, For.INSTALLER);
    routes.get("/api/v1/live", api::live, For.VIEWER);
    routes.get("/metrics", api::metrics, For.VIEWER);
  }

  private static void config(RoutesConfig routes, ConfigApi config) {
    routes.get("/api/v1/config", config::read, For.VIEWER);
    routes.put("/api/v1/config", config::replace, For.INSTALLER);
    routes.get("/api/v1/config/schema", config::schema, For.VIEWER);
    routes.get("/api/v1/config/trial", config::trial, For.VIEWER);
    routes.delete("/api/v1/config/trial", config::takeBack, For.INSTALLER);
    routes.post("/api/v1/config/confirm", config::confirm, For.INSTALLER);
  }

  private static void backup(RoutesConfig routes, BackupApi backup) {
    routes.get("/api/v1/backup", backup::write, For.ADMIN);
    routes.post("/api/v1/backup", backup::writeWithSecrets, For.ADMIN);
    routes.post(Guard.RESTORE, backup::restore, For.ADMIN);
  }

  private static void upkeep(RoutesConfig routes, SystemApi system) {
    routes.get("/api/v1/system", system::system, For.VIEWER);
    routes.get("/api/v1/diagnostics", system::bundle, For.INSTALLER);
    routes.get("/api/v1/diagnostics/parts", system::parts, For.INSTALLER);
    routes.get("/api/v1/config/saved", system::saved, For.ADMIN);
    routes.post("/api/v1/config/saved", system::rollBack, For.ADMIN);
    routes.post("/api/v1/reset", system::reset, For.ADMIN);
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

  private static void history(RoutesConfig routes, HistoryApi history) {
    routes.get("/api/v1/history", history::history, For.VIEWER);
    routes.get("/api/v1/export/history", history::exportHistory, For.VIEWER);
    routes.get("/api/v1/export/backlog", history::exportBacklog, For.VIEWER);
  }

  private static void clouds(RoutesConfig routes, CloudApi clouds, SectionApi sections) {
    routes.get("/api/v1/certificates", clouds::certificates, For.VIEWER);
    routes.put("/api/v1/certificates/{name}", clouds::putCertificate, For.INSTALLER);
    routes.delete("/api/v1/certificates/{name}", clouds::removeCertificate, For.INSTALLER);
    routes.post("/api/v1/connectors/{name}/test", clouds::testSaved, For.INSTALLER);
    routes.post("/api/v1/connectors/test", clouds::test, For.INSTALLER);
    routes.get("/api/v1/connectors/test", clouds::readTest, For.VIEWER);
    routes.delete("/api/v1/connectors/test", clouds::cancelTest, For.INSTALLER);
    routes.get("/api/v1/connectors/{name}/preview", clouds::preview, For.VIEWER);
    routes.get("/api/v1/sections", sections::sections, For.VIEWER);
    routes.post("/api/v1/sections/preview", sections::preview, For.VIEWER);
    routes.get("/api/v1/events", sections::events, For.VIEWER);
  }

  private static void access(RoutesConfig routes, AccessApi access) {
    routes.post("/api/v1/claim", access::claim, For.ANYONE);
    routes.post("/api/v1/session", access::login, For.ANYONE);
    routes.get("/api/v1/session", access::who, For.VIEWER);
    routes.delete("/api/v1/session", access::logout, For.VIEWER);
    routes.post("/api/v1/session/password", access::password, For.VIEWER);
    routes.get("/api/v1/users", access::users, For.ADMIN);
    routes.post("/api/v1/users", access::addUser, For.ADMIN);
    routes.put("/api/v1/users/{name}", access::changeUser, For.ADMIN);
    routes.delete("/api/v1/users/{name}", access::removeUser, For.ADMIN);
    routes.get("/api/v1/tokens", access::tokens, For.ADMIN);
    routes.post("/api/v1/tokens", access::addToken, For.ADMIN);
    routes.delete("/api/v1/tokens/{id}", access::removeToken, For.ADMIN);
  }

  private static void entrance(RoutesConfig routes, AccessPages pages) {
    routes.get(AccessPages.CLAIM, pages::claim, For.ANYONE);
    routes.post(AccessPages.CLAIM, pages::claimForm, For.ANYONE);
    routes.get(AccessPages.LOGIN, pages::login, For.ANYONE);
    routes.post(AccessPages.LOGIN, pages::loginForm, For.ANYONE);
    routes.post("/logout", pages::logoutForm, For.VIEWER);
  }

  /** What this machine is called, without asking a name server. */
  private static String machine() {
    try {
      return Files.readString(Path.of("/etc/hostname")).strip();
    } catch (IOException e) {
      LOG.debug("this machine has no name", e);
      return "busbar";
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
