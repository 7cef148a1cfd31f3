import type { View } from "../view.ts";
import { type Html, html } from "./html.ts";
import { inline } from "./inline.ts";

/** A list's line: how far it is indented, its mark, and its words. */
const ITEM = /^( *)([-*]|\d+\.) +(.*)$/;
const HEADING = /^(#{1,3}) +(.*)$/;

/**
 * Discord's Markdown as HTML (https://support.discord.com/hc/en-us/articles/210298617): headings, small print, quotes,
 * lists and fenced code line by line, the rest within the lines. It knows no HTML, tables or pictures.
 * @param message the id of the message whose `[n]` open a quote; null where they are only text
 */
export function markdown(view: View, text: string, message: string | null = null): Html {
  const within = (words: string): Html => inline(words, view, message);
  return html`${blocks(text.split("\n"), within)}`;
}

type Within = (words: string) => Html;

function blocks(lines: string[], within: Within): Html[] {
  const made: Html[] = [];
  let plain: string[] = [];
  const flush = (): void => {
    if (plain.some((line) => line.trim())) made.push(html`<p>${within(plain.join("\n"))}</p>`);
    plain = [];
  };
  for (let i = 0; i < lines.length; ) {
    const taken = block(lines, i, within);
    if (taken) {
      flush();
      made.push(taken.made);
      i = taken.next;
    } else plain.push(lines[i++]!);
  }
  flush();
  return made;
}

type Taken = { made: Html; next: number };

/** The block that begins at a line, and the line after it; null for a line of a paragraph. */
function block(lines: string[], at: number, within: Within): Taken | null {
  const line = lines[at]!;
  const heading = HEADING.exec(line);
  if (heading) {
    const inside = within(heading[2]!);
    const size = heading[1]!.length;
    return { made: size < 3 ? html`<h2 class="h${size}">${inside}</h2>` : html`<h3>${inside}</h3>`, next: at + 1 };
  }
  if (line.startsWith("-# ")) return { made: html`<p class="small">${within(line.slice(3))}</p>`, next: at + 1 };
  if (line.startsWith("```")) return fence(lines, at);
  if (/^>(?:>>)?(?: |$)/.test(line)) {
    const next = line.startsWith(">>>") ? lines.length : endOf(lines, at, (one) => /^>(?: |$)/.test(one));
    const inside = lines.slice(at, next).map((one) => one.replace(/^>(?:>>)? ?/, ""));
    return { made: html`<blockquote>${blocks(inside, within)}</blockquote>`, next };
  }
  if (!ITEM.test(line)) return null;
  const next = endOf(lines, at, (one) => ITEM.test(one));
  return { made: list(lines.slice(at, next), within), next };
}

/** The first line from `at` on that is not of a kind. */
function endOf(lines: string[], at: number, isSo: (line: string) => boolean): number {
  const end = lines.findIndex((line, i) => i > at && !isSo(line));
  return end < 0 ? lines.length : end;
}

function fence(lines: string[], at: number): Taken | null {
  const [whole, code] = /^```(?:[\w+-]*\n)?([\s\S]*?)```/.exec(lines.slice(at).join("\n")) ?? [];
  if (whole === undefined) return null;
  return { made: html`<pre><code>${code}</code></pre>`, next: at + whole.split("\n").length };
}

/** Lines that are indented further belong to the item before them. */
function list(lines: string[], within: Within): Html {
  const items = lines.map((line) => ITEM.exec(line) as unknown as [string, string, string, string]);
  const starts = items.flatMap(([, indent], i) => (i === 0 || indent.length <= items[0]![1].length ? [i] : []));
  const inside = starts.map((start, i) => {
    const nested = lines.slice(start + 1, starts[i + 1] ?? lines.length);
    return html`<li>${within(items[start]![3])}${nested.length ? list(nested, within) : ""}</li>`;
  });
  const first = Number.parseInt(items[0]![2], 10);
  return Number.isNaN(first) ? html`<ul>${inside}</ul>` : html`<ol start="${first}">${inside}</ol>`;
}
