// Keeps a page true: values by the stream, parts by asking, ages by a clock that never jumps.
// Whatever fails, the page says so; a value looks current only while something arrives.
"use strict";
(() => {
  const SILENCE_MS = 6000;
  const PART_EVERY_MS = 3000;
  const POLL_EVERY_MS = 2000;
  const RETRY_MS = 3000;
  const WORDS = { GOOD: "good", UNCERTAIN: "old", BAD: "bad" };

  const main = document.getElementById("main");
  const link = document.getElementById("link");
  const banner = document.getElementById("banner");
  const values = document.getElementById("values");
  const parts = [...document.querySelectorAll("[data-part]")].filter((part) => part !== values);
  const language = document.documentElement.lang;
  const text = document.getElementById("words").dataset;
  // Reasons come in the language of the page.
  const asked = values && "?path=" + encodeURIComponent(values.dataset.path) + "&language=" + language;

  let rows = new Map();
  let source = null;
  let polling = false;
  let lastHeard = performance.now();
  let lastPart = performance.now();
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

  // Other variables than before: the server draws the tables anew. What was open stays open.
  async function redraw() {
    const answer = await fetch(values.dataset.part, { cache: "no-store" });
    if (!answer.ok) return;
    const key = (details) => details.dataset.group ?? details.closest("tr").dataset.path;
    const states = new Map();
    values.querySelectorAll("details").forEach((one) => states.set(key(one), one.open));
    values.innerHTML = await answer.text();
    values.querySelectorAll("details").forEach((one) => {
      if (states.has(key(one))) one.open = states.get(key(one));
    });
    collect();
  }

  // A search shows some of the branch's variables: only what never stood on the page is strange.
  const filtered = values && values.dataset.part.includes("q=");

  async function apply(news) {
    const paths = Object.keys(news.values);
    const strange = news.gone.length > 0 || paths.some((path) => !rows.has(path));
    if (!filtered && (strange || (news.full && paths.length !== rows.size))) {
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
    source = new EventSource("/api/v1/live" + asked);
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
    const answer = await fetch("/api/v1/values" + asked, { cache: "no-store" });
    if (!answer.ok) return;
    const list = await answer.json();
    const now = {};
    list.forEach((v) => (now[v.path] = [v.value, v.quality, v.ageMs, v.reason]));
    await apply({ full: true, values: now, gone: [] });
  }

  // A form that somebody has opened, or is in, is not taken away.
  function isBusy(part) {
    return part.querySelector("details[open]") || part.contains(document.activeElement);
  }

  async function refresh(part) {
    if (isBusy(part)) return;
    const answer = await fetch(part.dataset.part, { cache: "no-store" });
    if (!answer.ok || isBusy(part)) return;
    const fresh = document.createElement("div");
    fresh.innerHTML = await answer.text();
    // What is read aloud when it changes is left alone while it does not.
    fresh.querySelectorAll("[aria-live]").forEach((after) => {
      const before = document.getElementById(after.id);
      if (before && before.textContent === after.textContent) after.replaceWith(before);
    });
    part.replaceChildren(...fresh.childNodes);
  }

  async function refreshParts() {
    await Promise.all(parts.map(refresh));
    lastPart = performance.now();
    if (!values) heard();
  }

  let askedParts = 0;
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
    const silent = now - lastHeard > SILENCE_MS || now - lastPart > 2 * SILENCE_MS;
    if (silent) say("lost", text.nothing);
    if (values && (silent || polling)) {
      askedValues = every(now, askedValues, POLL_EVERY_MS, poll);
    }
    askedParts = every(now, askedParts, PART_EVERY_MS, refreshParts);
    // A browser gives a refused stream up for good.
    if (values && !polling && now > retryAt && (!source || source.readyState === EventSource.CLOSED)) {
      retryAt = now + RETRY_MS;
      open();
    }
    rows.forEach(paintAge);
  }

  function start() {
    lastHeard = performance.now();
    lastPart = lastHeard;
    polling = false;
    if (values) open();
    refreshParts().catch(() => {});
  }

  // After a pause nothing on the page counts as current until the stream says so.
  function wake() {
    say("connecting", text.connecting);
    start();
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : wake()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  if (values) collect();
  if (!document.hidden) start();
  setInterval(tick, 1000);
})();
