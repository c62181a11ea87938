// Draws the course of a variable when its row is opened. The library is loaded when it is first
// needed: most who look at values never draw one.
"use strict";
(() => {
  const HOURS_MS = 6 * 3600 * 1000;
  const POINTS = 300;
  const values = document.getElementById("values");
  const words = document.getElementById("words").dataset;
  const language = document.documentElement.lang;
  const zone = document.documentElement.dataset.times === "utc" ? "UTC" : undefined;
  let library = null;

  function load() {
    library ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = words.chart;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    return library;
  }

  async function history(path) {
    const to = new Date();
    const from = new Date(to.getTime() - HOURS_MS);
    const query = new URLSearchParams({
      path,
      from: from.toISOString(),
      to: to.toISOString(),
      points: POINTS,
    });
    const answer = await fetch("/api/v1/history?" + query, { cache: "no-store" });
    if (!answer.ok) return [];
    const [series] = (await answer.json()).series;
    const points = [];
    series.times.forEach((time, i) => {
      // A gap stays a gap: nothing is drawn where nothing was known.
      const before = series.times[i - 1];
      if (time - before > 3 * series.stepMs) points.push({ x: before + series.stepMs, y: null });
      points.push({ x: time, y: series.mean[i] ?? series.last[i] });
    });
    return points;
  }

  function ink(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function draw(place, points) {
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", place.dataset.chart);
    place.replaceChildren(canvas);
    const clock = new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone: zone });
    const line = { color: ink("--line") };
    const ticks = { color: ink("--quiet"), maxTicksLimit: 5, maxRotation: 0 };
    new window.Chart(canvas, {
      type: "line",
      data: {
        datasets: [
          {
            data: points,
            borderColor: ink("--accent"),
            borderWidth: 1.5,
            pointRadius: points.length < 3 ? 2 : 0,
            spanGaps: false,
          },
        ],
      },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        maintainAspectRatio: false,
        locale: language,
        interaction: { mode: "nearest", axis: "x", intersect: false },
        plugins: {
          legend: { display: false },
          tooltip: {
            callbacks: {
              title: (items) => clock.format(items[0].parsed.x),
              label: (item) => item.formattedValue + " " + place.dataset.unit,
            },
          },
        },
        scales: {
          x: { type: "linear", grid: line, ticks: { ...ticks, callback: (v) => clock.format(v) } },
          y: { grid: line, ticks },
        },
      },
    });
  }

  async function show(place) {
    try {
      const points = await history(place.dataset.chart);
      if (points.length === 0) {
        place.textContent = words.nochart;
        return;
      }
      await load();
      draw(place, points);
    } catch {
      place.textContent = words.nochart;
    }
  }

  values.addEventListener(
    "toggle",
    (event) => {
      const row = event.target.closest("tr");
      const place = row && event.target.open && row.querySelector("[data-chart]");
      if (place && !place.hasChildNodes()) show(place);
    },
    true,
  );
})();
