import type { Message } from "../../discord/index.ts";
import type { View } from "../view.ts";
import { type Html, html } from "./html.ts";
import { renderInline } from "./inline.ts";

/** A list item. Its groups are the indentation, the bullet or number, and the text. */
const LIST_ITEM = /^( *)([-*]|\d+\.) +(.*)$/;
const HEADING = /^(#{1,3}) +(.*)$/;

/** Renders inline Markdown, and a heading of one of Discord's three sizes. */
type Renderers = { inline: (text: string) => Html; heading: (size: number, content: Html) => Html };

/** A rendered block and the index of the line after it. */
type Block = { rendered: Html; next: number };

/**
 * Renders Discord's Markdown as HTML: headings, subtext, block quotes, lists, code blocks and inline formatting.
 * (https://support.discord.com/hc/en-us/articles/210298617)
 * @param message the message that contains the text; null outside messages. Marks in the bot's messages open quotes.
 */
export function renderMarkdown(view: View, text: string, message: Message | null = null): Html {
  const { bot, channels } = view.discord.state;
  const messageId = message?.author === bot.id ? message.id : null;
  // Channels are named by an h1, threads and dialogs by an h2.
  const isChannel = message !== null && !channels.get(message.channel_id)?.thread;
  const heading = createHeadingRenderer(isChannel ? 2 : 3);
  return html`${renderBlocks(text.split("\n"), { inline: (line) => renderInline(line, view, messageId), heading })}`;
}

/**
 * Creates a renderer of headings that keeps the page's heading order: the first heading of a text has the level
 * `topLevel` whatever its size, and smaller ones below it have the next level.
 */
function createHeadingRenderer(topLevel: number): Renderers["heading"] {
  let firstSize: number | null = null;
  return (size, content) => {
    firstSize ??= size;
    return html`<div role="heading" aria-level="${size > firstSize ? topLevel + 1 : topLevel}" class="h${size}">${content}</div>`;
  };
}

function renderBlocks(lines: string[], renderers: Renderers): Html[] {
  const rendered: Html[] = [];
  let paragraph: string[] = [];
  const flushParagraph = (): void => {
    if (paragraph.some((line) => line.trim())) rendered.push(html`<p>${renderers.inline(paragraph.join("\n"))}</p>`);
    paragraph = [];
  };
  for (let i = 0; i < lines.length; ) {
    const block = blockAt(lines, i, renderers);
    if (block) {
      flushParagraph();
      rendered.push(block.rendered);
      i = block.next;
    } else paragraph.push(lines[i++]!);
  }
  flushParagraph();
  return rendered;
}

/** The block that begins at a line; null if the line belongs to a paragraph. */
function blockAt(lines: string[], start: number, renderers: Renderers): Block | null {
  const { inline } = renderers;
  const line = lines[start]!;
  const heading = HEADING.exec(line);
  if (heading) {
    return { rendered: renderers.heading(heading[1]!.length, inline(heading[2]!)), next: start + 1 };
  }
  if (line.startsWith("-# ")) return { rendered: html`<p class="small">${inline(line.slice(3))}</p>`, next: start + 1 };
  if (line.startsWith("```")) return codeBlockAt(lines, start);
  if (/^>(?:>>)?(?: |$)/.test(line)) {
    const next = line.startsWith(">>>") ? lines.length : endOfRun(lines, start, (other) => /^>(?: |$)/.test(other));
    const quoted = lines.slice(start, next).map((quotedLine) => quotedLine.replace(/^>(?:>>)? ?/, ""));
    return { rendered: html`<blockquote>${renderBlocks(quoted, renderers)}</blockquote>`, next };
  }
  if (!LIST_ITEM.test(line)) return null;
  const next = endOfRun(lines, start, (other) => LIST_ITEM.test(other));
  return { rendered: renderList(lines.slice(start, next), inline), next };
}

/** Index of the first line after `start` that does not satisfy the predicate; `lines.length` if all do. */
function endOfRun(lines: string[], start: number, predicate: (line: string) => boolean): number {
  const end = lines.findIndex((line, i) => i > start && !predicate(line));
  return end < 0 ? lines.length : end;
}

/** The fenced code block that begins at a line; null if the closing fence is missing. */
function codeBlockAt(lines: string[], start: number): Block | null {
  const [match, code] = /^```(?:[\w+-]*\n)?([\s\S]*?)```/.exec(lines.slice(start).join("\n")) ?? [];
  if (match === undefined) return null;
  return { rendered: html`<pre><code>${code}</code></pre>`, next: start + match.split("\n").length };
}

/** Renders a list. Items indented more than the first one form nested lists. */
function renderList(lines: string[], inline: Renderers["inline"]): Html {
  const items = lines.map((line) => LIST_ITEM.exec(line) as unknown as [string, string, string, string]);
  const starts = items.flatMap(([, indent], i) => (i === 0 || indent.length <= items[0]![1].length ? [i] : []));
  const content = starts.map((start, i) => {
    const nested = lines.slice(start + 1, starts[i + 1] ?? lines.length);
    return html`<li>${inline(items[start]![3])}${nested.length ? renderList(nested, inline) : ""}</li>`;
  });
  const firstNumber = Number.parseInt(items[0]![2], 10);
  return Number.isNaN(firstNumber) ? html`<ul>${content}</ul>` : html`<ol start="${firstNumber}">${content}</ol>`;
}
