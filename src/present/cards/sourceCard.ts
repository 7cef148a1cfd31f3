import type { Document } from "../../model/index.ts";
import type { Translate } from "../catalogue/index.ts";
import { linkedTitle } from "../citations/index.ts";
import type { Card } from "./card.ts";

/**
 * Builds the card of a source: its word count and the number of removed lines, with the cleaned text and the removed
 * lines as files.
 */
export function sourceCard(document: Document, translate: Translate): Card {
  const { text, removed, words } = document;
  const lines = removed.map((removal) => `${removal.rule}\t${removal.text.replace(/\s+/g, " ")}`);
  const files = [{ name: "source.txt", text: `${text}\n` }];
  if (lines.length) files.push({ name: "removed.txt", text: `${lines.join("\n")}\n` });
  const counts = `${translate("words", { n: words })} · ${translate("removedLines", { n: lines.length })}`;
  return { state: "done", blocks: [`## ${linkedTitle(document, translate)}\n-# ${counts}`], actions: [], files };
}
