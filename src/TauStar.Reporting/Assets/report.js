// Draws the figures of the report with plotly. The payload holds marks in drawing coordinates (see Html/FigureJson.cs);
// labels are data and are escaped, because plotly reads its texts as markup.
(function () {
  "use strict";
  const figures = JSON.parse(document.getElementById("payload").textContent);
  const byName = new Map(figures.map(figure => [figure.name, figure]));
  const dashes = { solid: "solid", dashed: "dash", dotted: "dot" };
  const guidePoints = 40; // hover finds points, not lines

  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const safe = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const transparent = (hex, alpha) => {
    const parts = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
    return `rgba(${parts.join(",")},${alpha})`;
  };
  const spread = (from, to) => Array.from({ length: guidePoints }, (_, i) => from + (to - from) * i / (guidePoints - 1));

  function line(mark, x, y, hover, options) {
    return Object.assign({
      type: "scatter", mode: "lines", x, y, text: hover.map(safe), hovertemplate: "%{text}<extra></extra>",
      line: { color: css("--ink-" + mark.ink), width: 2, dash: dashes[mark.stroke] }, connectgaps: false,
    }, options);
  }

  function curve(mark) {
    const ink = css("--ink-" + mark.ink);
    const traces = [];
    // The band, run by run: plotly fills across gaps.
    let run = [];
    const flush = () => {
      if (run.length > 1) {
        traces.push({
          type: "scatter", mode: "lines", hoverinfo: "skip", line: { width: 0 }, fill: "toself", fillcolor: transparent(ink, 0.18),
          x: run.map(i => mark.x[i]).concat(run.slice().reverse().map(i => mark.x[i])),
          y: run.map(i => mark.low[i]).concat(run.slice().reverse().map(i => mark.high[i])),
        });
      }
      run = [];
    };
    mark.x.forEach((x, i) => {
      if (mark.trusted[i] && x !== null && mark.low[i] !== null && mark.high[i] !== null) run.push(i);
      else flush();
    });
    flush();
    const markers = mark.dots ? { mode: mark.joined ? "lines+markers" : "markers" } : {};
    // Doubtful points and their neighbours, dashed and grey, then the trusted ones on top.
    const near = i => !mark.trusted[i] || mark.trusted[i - 1] === false || mark.trusted[i + 1] === false;
    if (mark.trusted.includes(false)) {
      traces.push(line(mark, mark.x, mark.y.map((y, i) => near(i) ? y : null), mark.hover, Object.assign({
        line: { color: css("--ink-guide"), width: 1.5, dash: "dash" },
        marker: { size: 7, symbol: "circle-open", color: css("--ink-guide"), opacity: mark.trusted.map(t => t ? 0 : 1) },
      }, markers)));
    }
    traces.push(line(mark, mark.x, mark.y.map((y, i) => mark.trusted[i] ? y : null), mark.hover,
      Object.assign({ marker: { size: 7, color: ink } }, markers)));
    return traces;
  }

  function build(panel) {
    const traces = [], shapes = [];
    const rectangle = (fill, place) => shapes.push(Object.assign({ type: "rect", layer: "below", line: { width: 0 }, fillcolor: fill }, place));
    for (const mark of panel.marks) {
      const faint = () => transparent(css("--ink-" + mark.ink), 0.16);
      const banded = mark.low !== null && mark.high !== null && mark.high > mark.low;
      switch (mark.kind) {
        case "region":
          rectangle(css("--doubt"), { yref: "paper", y0: 0, y1: 1, x0: Math.max(mark.low, panel.x.range[0]), x1: Math.min(mark.high, panel.x.range[1]) });
          break;
        case "place":
          if (mark.at === null) break;
          if (banded) rectangle(faint(), { yref: "paper", y0: 0, y1: 1, x0: mark.low, x1: mark.high });
          traces.push(line(mark, Array(guidePoints).fill(mark.at), spread(...panel.y.range), Array(guidePoints).fill(mark.hover), {}));
          break;
        case "level":
          if (mark.at === null) break;
          if (banded) rectangle(faint(), { xref: "paper", x0: 0, x1: 1, y0: mark.low, y1: mark.high });
          traces.push(line(mark, spread(...panel.x.range), Array(guidePoints).fill(mark.at), Array(guidePoints).fill(mark.hover), {}));
          break;
        case "steps":
          traces.push(line(mark, mark.x, mark.y, mark.hover, mark.filled
            ? { fill: "tozeroy", fillcolor: transparent(css("--ink-" + mark.ink), 0.16) } : {}));
          break;
        case "heatmap":
          mark.fill.forEach((fill, i) => rectangle(fill, { x0: mark.left[i], x1: mark.right[i], y0: mark.bottom[i], y1: mark.top[i] }));
          traces.push({ // invisible: hover finds points, not shapes
            type: "scatter", mode: "markers", marker: { opacity: 0 }, text: mark.hover.map(safe), hovertemplate: "%{text}<extra></extra>",
            x: mark.left.map((left, i) => (left + mark.right[i]) / 2), y: mark.bottom.map((bottom, i) => (bottom + mark.top[i]) / 2),
          });
          break;
        case "curve":
          traces.push(...curve(mark));
          break;
      }
    }
    return { traces, shapes };
  }

  function axis(described, extra) {
    const ticks = described.even ? {} : { tickmode: "array", tickvals: described.at, ticktext: described.ticks.map(safe) };
    return Object.assign({
      title: { text: safe(described.label), font: { size: 13 }, standoff: 8 }, range: described.range, zeroline: false,
      gridcolor: css("--grid"), linecolor: css("--quiet"), showline: true, ticks: "outside", ticklen: 4, tickcolor: css("--quiet"),
      tickangle: 0, automargin: true,
    }, ticks, extra);
  }

  function draw() {
    for (const place of document.querySelectorAll(".plot")) {
      const panel = byName.get(place.dataset.figure).panels[Number(place.dataset.panel)];
      const { traces, shapes } = build(panel);
      Plotly.react(place, traces, {
        shapes, showlegend: false, hovermode: "closest", dragmode: "zoom",
        margin: { l: 62, r: 14, t: 8, b: 44 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
        font: { family: getComputedStyle(document.body).fontFamily, size: 12.5, color: css("--text") },
        hoverlabel: { bgcolor: css("--paper"), bordercolor: css("--quiet"), font: { color: css("--text") } },
        xaxis: axis(panel.x, { showgrid: false }), yaxis: axis(panel.y, {}),
      }, { responsive: true, displayModeBar: false });
    }
  }

  document.documentElement.classList.remove("plain");
  draw();
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(part => { part.open = true; }));
})();
