// The first steps: the browser's time with one tap, and how far an upload is. All of it works without.
"use strict";
(() => {
  const onetap = document.querySelector("[data-now]");
  if (onetap) {
    const form = onetap.form;
    onetap.closest("[hidden]").hidden = false;
    form.querySelector("#time details").open = false;
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
    const show = () => {
      onetap.textContent = `${onetap.dataset.label}: ${clock.format(new Date())}`;
    };
    show();
    setInterval(show, 1000);
    onetap.addEventListener("click", () => {
      form.elements.instant.value = new Date().toISOString();
    });
  }

  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const form = document.querySelector("form[data-upload]");
  if (!form) return;

  // A restore may take the appliance a moment: the page goes on when it says again who it is.
  async function awake() {
    for (;;) {
      try {
        const answer = await fetch("/api/v1/status", { cache: "no-store" });
        if (answer.ok && (await answer.json()).name) return;
      } catch {
        // It is away for a moment; asked again below.
      }
      await new Promise((later) => setTimeout(later, 1000));
    }
  }

  function put(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const next = page.getElementById("main");
    const main = document.getElementById("main");
    main.replaceChildren(...document.importNode(next, true).childNodes);
    document.title = page.title;
    main.focus();
    main.scrollIntoView();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const shown = document.getElementById("upload");
    const bar = shown.querySelector("progress");
    shown.hidden = false;
    shown.querySelector("p").textContent = form.dataset.upload;
    form.querySelector("[type=submit]").disabled = true;
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
    });
    request.upload.addEventListener("load", () => bar.removeAttribute("value"));
    request.addEventListener("loadend", async () => {
      await awake();
      if (request.status === 0) location.assign("/start");
      else put(request.responseText);
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
})();
