import { inline } from "./inline.ts";
import { type Html, html, type View } from "./view.ts";

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
    const [, { length }, words] = heading as unknown as [string, string, string];
    const inside = within(words);
    return { made: length < 3 ? html`<h2 class="h${length}">${inside}</h2>` : html`<h3>${inside}</h3>`, next: at + 1 };
  }
  if (line.startsWith("-# ")) return { made: html`<p class="small">${within(line.slice(3))}</p>`, next: at + 1 };
  if (line.startsWith("```")) return fence(lines, at);
  if (line.startsWith(">>> ")) {
    const rest = [line.slice(4), ...lines.slice(at + 1)];
    return { made: html`<blockquote>${blocks(rest, within)}</blockquote>`, next: lines.length };
  }
  if (/^>(?: |$)/.test(line)) {
    const next = endOf(lines, at, (one) => /^>(?: |$)/.test(one));
    const inside = lines.slice(at, next).map((one) => one.slice(2));
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
  const close = lines.findIndex((line, i) => (i > at ? line : line.slice(3)).includes("```") && i >= at);
  if (close < 0) return null;
  const inside = lines
    .slice(at, close + 1)
    .join("\n")
    .slice(3);
  const code = inside.slice(0, inside.indexOf("```")).replace(/^[\w+-]*\n/, "");
  return { made: html`<pre><code>${code}</code></pre>`, next: close + 1 };
}

/** Lines that are indented further belong to the item before them. */
function list(lines: string[], within: Within): Html {
  const items = lines
    .map((line) => ITEM.exec(line)!)
    .map(([, indent, mark, words]) => ({ indent: indent!.length, mark: mark!, words: words! }));
  const base = items[0]!.indent;
  const starts = items.flatMap(({ indent }, i) => (i === 0 || indent <= base ? [i] : []));
  const inside = starts.map((start, i) => {
    const nested = lines.slice(start + 1, starts[i + 1] ?? lines.length);
    return html`<li>${within(items[start]!.words)}${nested.length ? list(nested, within) : ""}</li>`;
  });
  const first = Number.parseInt(items[0]!.mark, 10);
  return Number.isNaN(first) ? html`<ul>${inside}</ul>` : html`<ol start="${first}">${inside}</ol>`;
}
