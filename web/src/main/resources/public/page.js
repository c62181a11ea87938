// On every page: times in the browser's zone, unless the viewer chose UTC, and the way to what is wrong.
"use strict";
(() => {
  const root = document.documentElement;
  const format = new Intl.DateTimeFormat(root.lang, { dateStyle: "medium", timeStyle: "medium" });

  function show(time) {
    const when = new Date(time.dateTime);
    if (time.dataset.local || Number.isNaN(when.getTime())) return;
    time.dataset.local = "yes";
    time.title = time.textContent;
    time.textContent = format.format(when);
  }

  function times(element) {
    if (element.matches("time[datetime]")) show(element);
    element.querySelectorAll("time[datetime]").forEach(show);
  }

  if (root.dataset.times !== "utc") {
    times(document.body);
    // What comes later by a refresh.
    new MutationObserver((changes) =>
      changes.forEach((change) =>
        change.addedNodes.forEach((node) => node.nodeType === 1 && times(node)),
      ),
    ).observe(document.body, { childList: true, subtree: true });
  }

  // The time of this browser, for an appliance that has no clock chip.
  const here = document.getElementById("browser-time");
  if (here) {
    here.hidden = false;
    here.addEventListener("click", () => (here.value = new Date().toISOString()));
  }

  // How long a configuration that is tried out still holds; by a clock that never jumps.
  const left = document.getElementById("trial-left");
  if (left) {
    const words = left.textContent;
    const from = Number(left.dataset.left);
    const start = performance.now();
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil(from - (performance.now() - start) / 1000));
      left.textContent = rest > 0 ? words.replace(/\d+/, rest) : left.dataset.over;
      if (rest === 0) clearInterval(timer);
    }, 1000);
  }

  // After a form was refused, the list of what is wrong comes first.
  const troubles = document.getElementById("troubles");
  if (troubles) troubles.focus();
})();
