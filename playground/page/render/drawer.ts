import type { Ledger, Piece } from "../../activityLog.ts";
import type { BotSwitch, Writer } from "../../botControl.ts";
import type { Loopback } from "../../discord/index.ts";
import type { StubModel } from "../../stubModel.ts";
import { attributes, type Html, html } from "./html.ts";

/** What is behind the page. */
export type Backstage = { discord: Loopback; bot: BotSwitch; ledger: Ledger; stub: StubModel };

const SHOWN = 12;
const newest = <T>(list: T[]): T[] => list.slice(-SHOWN).reverse();
const time = (at: number): string => new Date(at).toISOString().slice(11, 19);
const ms = (took: number): string => (took < 1000 ? `${Math.round(took)} ms` : `${(took / 1000).toFixed(1)} s`);

const WRITERS: Record<Writer, string> = {
  configured: "",
  honest: "stub model, honest",
  inventing: "stub model, inventing: watch quotes being refused",
  slow: "stub model, slow: watch the draft stay",
  down: "stub model, down: the draft stays and says so",
};

/** What the bot does behind the page: each part has an id, so that only what changed is put anew. @param engine the configured one in words */
export function drawer({ discord, bot, ledger, stub }: Backstage, engine: string): Html {
  const { requests, breaches } = discord;
  const { hits, misses } = ledger.counts;
  const [colour, turn, words] = bot.isOn ? ["danger", "off", "Stop the bot"] : ["success", "on", "Start it again"];
  const writers = Object.entries(WRITERS).map(
    ([one, told]) =>
      html`<option value="${one}"${attributes({ selected: one === bot.writer })}>${told || engine}</option>`,
  );
  const calls = newest(stub.calls).map(({ way, kind, at }) => html`<li>${time(at)} ${kind} (${way})</li>`);
  const asked = newest(requests).map(
    (one) =>
      html`<li>${time(one.at)} <b>${one.method}</b> <code>${shortened(one.path)}</code> ${one.status || "…"}</li>`,
  );
  return html`<h2>Behind the scenes</h2>
  <section id="d-bot"><p>The bot is <b>${bot.isOn ? "running" : "stopped"}</b>.
    <button type="button" class="button ${colour}" data-act="turn" data-id="${turn}">${words}</button></p>
    <form data-act="write"><label for="writer">Who writes</label> <select id="writer" name="writer" data-sends>${writers}</select></form></section>
  <section id="d-work"><h3>Work</h3><p class="small">Cache: ${hits} hits, ${misses} misses</p>${ledger.pieces.slice(0, SHOWN).map(piece)}</section>
  <section id="d-model"><h3>Calls of the stub model</h3>${calls.length ? html`<ol reversed>${calls}</ol>` : html`<p class="small">None so far</p>`}</section>
  <section id="d-requests"><h3>The bot's requests</h3>
    <p class="small">${requests.length} held against Discord's own schemas, ${breaches.length || "none"} refused</p>
    ${breaches.slice(-3).map((sentence) => html`<p class="refused">${sentence}</p>`)}<ol reversed>${asked}</ol></section>`;
}

function piece({ id, what, name, stages, ms: whole, outcome, document }: Piece): Html {
  const removed = document?.removed ?? [];
  const lines = removed.slice(0, 60).map(({ rule, text }) => html`<li><code>${rule}</code> ${text.slice(0, 160)}</li>`);
  return html`<div class="piece"><p><b>${what}</b> ${name} <span class="small">${whole === null ? "…" : ms(whole)}</span></p>
    <p class="small">${stages.map(({ stage, ms: took }) => `${stage} ${ms(took)}`).join(" → ")}</p><p class="small">${outcome}</p>
    ${lines.length ? html`<details id="d-removed-${id}"><summary>${removed.length} lines taken out</summary><ul>${lines}</ul></details>` : ""}</div>`;
}

/** A path without the long tokens in it. */
const shortened = (path: string): string =>
  path.replace(/[\w-]{40,}/g, "…").replace(/\d{15,}/g, (id) => `…${id.slice(-4)}`);
