import type { Activity } from "../../activityLog.ts";
import type { EngineMode } from "../../botControl.ts";
import type { Playground } from "../view.ts";
import { attributes, type Html, html } from "./html.ts";

/** Maximum number of entries shown in each list of tasks, model calls or requests; older ones are not shown. */
const MAX_SHOWN = 12;

const newest = <T>(list: T[]): T[] => list.slice(-MAX_SHOWN).reverse();
const formatTime = (at: number): string => new Date(at).toISOString().slice(11, 19);
const formatMs = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** Labels of the engine modes in the select menu. The label of the configured engine is passed to `renderDrawer`. */
const ENGINE_LABELS: Record<EngineMode, string> = {
  configured: "",
  honest: "stub model, honest",
  inventing: "stub model, inventing: see what is dropped",
  slow: "stub model, slow: watch the draft stay",
  down: "stub model, down: the draft stays and says so",
};

/**
 * The drawer, which shows what the bot is doing. Each section has an id, so that an update replaces only the sections
 * that have changed.
 * @param engine label of the configured engine
 */
export function renderDrawer({ discord, bot, activityLog, stub }: Playground, engine: string): Html {
  const { requests, violations } = discord;
  const { hits, misses } = activityLog.cacheCounts;
  const [colour, target, label] = bot.isRunning
    ? ["danger", "off", "Stop the bot"]
    : ["success", "on", "Start it again"];
  const engineOptions = Object.entries(ENGINE_LABELS).map(
    ([mode, modeLabel]) =>
      html`<option value="${mode}"${attributes({ selected: mode === bot.engineMode })}>${modeLabel || engine}</option>`,
  );
  const calls = newest(stub.calls).map(({ mode, schema, at }) => html`<li>${formatTime(at)} ${schema} (${mode})</li>`);
  const requestItems = newest(requests).map(
    ({ at, method, path, status }) =>
      html`<li>${formatTime(at)} <b>${method}</b> <code>${shortenPath(path)}</code> ${status || "…"}</li>`,
  );
  return html`<h2>Behind the scenes</h2>
  <section id="d-bot"><p>The bot is <b>${bot.isRunning ? "running" : "stopped"}</b>.
    <button type="button" class="button ${colour}" data-act="turn" data-id="${target}">${label}</button></p>
    <form data-act="write"><label for="writer">Who writes</label> <select id="writer" name="writer" data-sends>${engineOptions}</select></form></section>
  <section id="d-work"><h3>Work</h3><p class="small">Cache: ${hits} hits, ${misses} misses</p>${activityLog.activities.slice(0, MAX_SHOWN).map(renderActivity)}</section>
  <section id="d-model"><h3>Calls of the stub model</h3>${calls.length ? html`<ol reversed>${calls}</ol>` : html`<p class="small">None so far</p>`}</section>
  <section id="d-requests"><h3>The bot's requests</h3>
    <p class="small">${requests.length} held against Discord's own schemas, ${violations.length || "none"} refused</p>
    ${violations.slice(-3).map((violation) => html`<p class="refused">${violation}</p>`)}<ol reversed>${requestItems}</ol></section>`;
}

function renderActivity({ id, kind, name, stages, ms: totalMs, outcome, document }: Activity): Html {
  const removed = document?.removed ?? [];
  const lines = removed.slice(0, 60).map(({ rule, text }) => html`<li><code>${rule}</code> ${text.slice(0, 160)}</li>`);
  return html`<div class="piece"><p><b>${kind}</b> ${name} <span class="small">${totalMs === null ? "…" : formatMs(totalMs)}</span></p>
    <p class="small">${stages.map(({ stage, ms }) => `${stage} ${formatMs(ms)}`).join(" → ")}</p><p class="small">${outcome}</p>
    ${lines.length ? html`<details id="d-removed-${id}"><summary>${removed.length} lines taken out</summary><ul>${lines}</ul></details>` : ""}</div>`;
}

/** A request path with tokens replaced by an ellipsis and snowflakes shortened to their last four digits. */
const shortenPath = (path: string): string =>
  path.replace(/[\w-]{40,}/g, "…").replace(/\d{15,}/g, (id) => `…${id.slice(-4)}`);
