// Keeps the first page true: values by the stream, lamps by asking, ages by a clock that never jumps.
// Whatever fails, the page says so; a value looks current only while something arrives.
"use strict";
(() => {
  const SILENCE_MS = 6000;
  const STATE_EVERY_MS = 3000;
  const HEARD_EVERY_MS = 5000;
  const POLL_EVERY_MS = 2000;
  const RETRY_MS = 3000;
  const WORDS = { GOOD: "good", UNCERTAIN: "old", BAD: "bad" };

  const main = document.getElementById("main");
  const link = document.getElementById("link");
  const banner = document.getElementById("banner");
  const state = document.getElementById("state");
  const heardPart = document.getElementById("heard");
  const values = document.getElementById("values");
  const language = document.documentElement.lang;
  const text = main.dataset;

  let rows = new Map();
  let source = null;
  let polling = false;
  let lastHeard = performance.now();
  let lastState = performance.now();
  let retryAt = 0;
  let clocksApart = Date.now() - performance.now();

  function say(kind, words) {
    if (link.dataset.link !== kind) {
      link.dataset.link = kind;
      link.lastElementChild.textContent = words;
      const lost = kind === "lost";
      banner.hidden = !lost;
      banner.textContent = lost ? text.lost : "";
      main.classList.toggle("lost", kind !== "live");
      rows.forEach(paintQuality);
    }
  }

  function heard() {
    lastHeard = performance.now();
    say("live", text.live);
  }

  // The same rules as Forms.java.
  function decimals(size, unit) {
    if (unit === "Hz") return 3;
    if (size === 0 || size >= 1000) return 0;
    if (size >= 100) return 1;
    if (size >= 10) return 2;
    return size >= 0.01 ? 3 : 6;
  }

  function number(value, unit, before) {
    // JSON does not tell 230 from 230.0, the page does: what was shown with decimals keeps them.
    const whole = Number.isInteger(value) && !before.fraction;
    const digits = whole ? 0 : decimals(Math.abs(value), unit);
    return new Intl.NumberFormat(language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  }

  function shown(value, row) {
    if (value === null) return "–";
    if (typeof value === "boolean") return value ? text.on : text.off;
    return typeof value === "number" ? number(value, row.unit, row) : String(value);
  }

  function age(millis) {
    const seconds = Math.floor(Math.max(0, millis) / 1000);
    if (seconds < 60) return text.s.replace("#", seconds);
    if (seconds < 3600) return text.min.replace("#", Math.floor(seconds / 60));
    if (seconds < 86400) return text.h.replace("#", Math.floor(seconds / 3600));
    const days = Math.floor(seconds / 86400);
    return text.d.replace("#", new Intl.NumberFormat(language).format(days));
  }

  function put(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }

  function paintQuality(row) {
    // What nobody confirms any more is not good, whatever it was.
    const kind = row.quality === "good" && main.classList.contains("lost") ? "old" : row.quality;
    row.element.dataset.quality = kind;
    put(row.word, text[kind]);
  }

  function paintAge(row) {
    if (row.born !== null) put(row.ageCell, age(performance.now() - row.born));
  }

  function collect() {
    const now = performance.now();
    rows = new Map();
    values.querySelectorAll("tr[data-path]").forEach((element) => {
      const value = element.querySelector(".value");
      const old = element.dataset.age;
      rows.set(element.dataset.path, {
        element,
        value,
        word: element.querySelector(".word"),
        ageCell: element.querySelector(".age"),
        why: element.querySelector(".why dd"),
        time: element.querySelector(".time"),
        unit: element.dataset.unit,
        quality: element.dataset.quality,
        fraction: element.dataset.type === "real",
        born: old === "" ? null : now - Number(old),
      });
    });
  }

  function update(row, value, quality, ageMs, reason) {
    row.quality = value === null ? "never" : WORDS[quality] || "bad";
    row.born = ageMs === null ? null : performance.now() - ageMs;
    put(row.value, shown(value, row));
    put(row.why, reason || "");
    // The time of the first reading would be wrong beside a newer value.
    if (row.time) row.time.remove();
    row.time = null;
    paintQuality(row);
    paintAge(row);
  }

  // Other variables than before: the server draws the tables anew.
  async function redraw() {
    const answer = await fetch("/parts/values", { cache: "no-store" });
    if (answer.ok) {
      values.innerHTML = await answer.text();
      collect();
    }
  }

  async function apply(news) {
    const paths = Object.keys(news.values);
    const strange = news.gone.length > 0 || paths.some((path) => !rows.has(path));
    if (strange || (news.full && paths.length !== rows.size)) {
      await redraw();
    }
    paths.forEach((path) => {
      const row = rows.get(path);
      if (row) update(row, ...news.values[path]);
    });
    heard();
  }

  function open() {
    close();
    source = new EventSource("/api/v1/live?path=/Process");
    source.onmessage = (event) => apply(JSON.parse(event.data)).catch(() => {});
    source.addEventListener("alive", heard);
    // Another page took this one's stream. Asking is slower and takes nothing from anybody.
    source.addEventListener("bye", () => {
      close();
      polling = true;
    });
  }

  function close() {
    if (source) source.close();
    source = null;
  }

  async function poll() {
    const answer = await fetch("/api/v1/values", { cache: "no-store" });
    if (!answer.ok) return;
    const list = await answer.json();
    const now = {};
    list.forEach((v) => (now[v.path] = [v.value, v.quality, v.ageMs, v.reason]));
    await apply({ full: true, values: now, gone: [] });
  }

  async function refreshState() {
    const answer = await fetch("/parts/state", { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = document.createElement("div");
    fresh.innerHTML = await answer.text();
    // Alarms are read aloud when they change, and only then.
    const before = document.getElementById("alarms");
    const after = fresh.querySelector("#alarms");
    if (before && after && before.innerHTML === after.innerHTML) after.replaceWith(before);
    state.replaceChildren(...fresh.childNodes);
    lastState = performance.now();
  }

  // A form that somebody has opened is not taken away.
  async function refreshHeard() {
    if (heardPart.querySelector("details[open]")) return;
    const answer = await fetch("/parts/heard", { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = await answer.text();
    if (!heardPart.querySelector("details[open]")) heardPart.innerHTML = fresh;
  }

  let askedHeard = 0;
  let askedState = 0;
  let askedValues = 0;

  function every(now, last, period, ask) {
    if (now - last < period) return last;
    ask().catch(() => {});
    return now;
  }

  // Asleep, the monotonic clock of some machines stands still: then every age would be too young.
  function slept() {
    const apart = Date.now() - performance.now();
    const jumped = Math.abs(apart - clocksApart) > 2000;
    clocksApart = apart;
    return jumped;
  }

  function tick() {
    if (document.hidden) return;
    const now = performance.now();
    if (slept()) {
      wake();
      return;
    }
    const silent = now - lastHeard > SILENCE_MS || now - lastState > 2 * SILENCE_MS;
    if (silent) say("lost", text.nothing);
    if (silent || polling) askedValues = every(now, askedValues, POLL_EVERY_MS, poll);
    askedState = every(now, askedState, STATE_EVERY_MS, refreshState);
    askedHeard = every(now, askedHeard, HEARD_EVERY_MS, refreshHeard);
    // A browser gives a refused stream up for good.
    if (!polling && now > retryAt && (!source || source.readyState === EventSource.CLOSED)) {
      retryAt = now + RETRY_MS;
      open();
    }
    rows.forEach(paintAge);
  }

  function start() {
    lastHeard = performance.now();
    lastState = lastHeard;
    polling = false;
    open();
  }

  // After a pause nothing on the page counts as current until the stream says so.
  function wake() {
    say("connecting", text.connecting);
    start();
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : wake()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  collect();
  if (!document.hidden) start();
  setInterval(tick, 1000);
})();
