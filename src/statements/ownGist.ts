import type { Block, Document } from "../model/index.ts";
import { isSectionName } from "../sections/index.ts";
import { countWords, isShorterThanDigest } from "../text/index.ts";

/** Sections that say nothing of what a document is about. */
const FRAME_SECTION =
  /^\P{L}*(?:install|licen[cs]|history|change|release|lizenz|licen[cz]|credits|acknowledge|danksagung|agradec|remerci|ringrazi|authors?|autor|contribut|contents|table of|inhalt|índice|sommaire|indice|badges|links|sponsor|instal|install|лиценз|установк|ライセンス|インストール|目次|謝辞|许可|安装|目录)/iu;
const ADDRESS = /(?:https?:\/\/|www\.)\S+/gu;
/** "Using npm:", "See our website for more information.", "MIT": what leads to something else or is mere form. */
const LEADING =
  /[:：]$|^\P{L}*(?:(?:please )?(?:see|visit|read|check out|click|refer to|for (?:more|full|further|details))|docs|documentation|siehe|mehr (?:dazu|unter)|weitere|véase|ver|consulte|más información|voir|pour plus|vedi|veja|zie|詳しく|詳細|详见)(?!\p{L})|^\P{L}*(?:(?:the )?(?:mit|isc|bsd|apache|gpl\S*|agpl\S*|lgpl\S*|mpl)\b[^.]{0,40}|(?:copyright|©|\(c\)).*)\.?$/iu;
const COMMAND =
  /^\s*(?:[$>%]\s?)?(?:npm|npx|pnpm|yarn|bun|deno|pip3?|pipx|uv|cargo|gem|brew|apt(?:-get)?|sudo|go|composer|docker|git|curl|wget)\s+[\w@.-]+(?:\s|$)/u;
/** "GitHub | Documentation": a row of links. */
const MENU = /^[^.!?|·•]{1,30}(?:\s[|·•]\s[^.!?|·•]{1,30})+$/u;
/** A field of a list: "Last updated: Mon, 05 May 2025". */
const FIELD = /^\p{Lu}[^:：.]{1,24}[:：]\s\S/u;

/**
 * What a document says that is so short that it is its own digest: its prose, without headings, code, commands, licences and
 * links. All but headings and code if nothing else is in it, and its whole text if it has none of them.
 */
export function ownGistOf({ text, blocks }: Pick<Document, "text" | "blocks">): string {
  const isMarked = ({ kind, start, end }: Block): boolean =>
    kind === "heading" || kind === "code" || MENU.test(text.slice(start, end));
  if (!blocks.some(isMarked)) return text;
  const kept: string[] = [];
  const others: string[] = [];
  let isFrame = false;
  for (const { kind, start, end } of blocks) {
    const block = text.slice(start, end);
    if (kind === "heading" || kind === "title") isFrame = isFrameHeading(block);
    else if (kind !== "code") (!isFrame && isProse(block, kind) ? kept : others).push(block);
  }
  const shown = kept.length ? kept : others;
  return shown.length ? shown.join("\n\n") : text;
}

/** A version heads a part of a change log. */
const isFrameHeading = (heading: string): boolean =>
  /^\P{L}*v?\d+\.\d+/iu.test(heading) || (FRAME_SECTION.test(heading) && isSectionName(heading));

function isProse(block: string, kind: string): boolean {
  const addressed = block.match(ADDRESS)?.join("").length ?? 0;
  if (addressed > 0.5 * block.length || COMMAND.test(block) || MENU.test(block) || LEADING.test(block.trim()))
    return false;
  return kind !== "list" || !FIELD.test(block) || countWords(block) > 12;
}

/** Whether a gist is all that its document says, because the text is so short that it is its own digest. */
export const isOwnGist = (gist: string, document: Pick<Document, "text" | "blocks">): boolean =>
  isShorterThanDigest(document.text) && gist === ownGistOf(document);
