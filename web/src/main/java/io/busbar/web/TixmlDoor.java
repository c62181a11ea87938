package io.busbar.web;

import io.busbar.web.Console.Tixml.Form;
import io.busbar.web.Console.Tixml.Found;
import io.busbar.web.Console.Tixml.Reply;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;

/** TiXML over HTTP: commands by POST, and the trees by their paths as the FP manual has them. */
final class TixmlDoor {
  private static final String JSON = "application/json";

  private final Attached attached;

  TixmlDoor(Attached attached) {
    this.attached = attached;
  }

  /**
   * {@code POST /api/v1/tixml}; an error of a command is an answer as well, so its status is 200.
   */
  void run(Context ctx) throws IOException {
    Form form = Guard.media(ctx).equals(JSON) ? Form.JSON : Form.TEXT;
    Reply reply = attached.console().tixml().run(form, Requests.utf8(ctx));
    if (!reply.understood()) {
      ctx.status(HttpStatus.BAD_REQUEST);
    }
    send(ctx, form, reply.text());
  }

  /** {@code GET /System/Properties/SerialNo}: a value is a plain text, a branch is TiXML. */
  void get(Context ctx) {
    String accept = ctx.header("Accept");
    Form form = accept != null && accept.contains(JSON) ? Form.JSON : Form.TEXT;
    switch (attached.console().tixml().get(form, Requests.path(ctx.path()))) {
      case Found.Value(String text) -> ctx.contentType("text/plain; charset=utf-8").result(text);
      case Found.Branch(String text) -> send(ctx, form, text);
      case Found.Nothing(String sentence) -> throw new Refusal(404, sentence);
    }
  }

  private static void send(Context ctx, Form form, String text) {
    ctx.contentType(form == Form.JSON ? JSON : "text/xml; charset=utf-8").result(text);
  }
}
