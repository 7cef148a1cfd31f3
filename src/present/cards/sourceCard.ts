import type { Document } from "../../model/index.ts";
import type { Say } from "../catalogue/index.ts";
import type { Card } from "./card.ts";
import { linkedTitle } from "./digestCard.ts";

/** What was read, and what of it was taken out and why, as files; how much in words. */
export function sourceCard(document: Document, say: Say): Card {
  const { text, removed, words } = document;
  const lines = removed.map((line) => `${line.rule}\t${line.text.replace(/\s+/g, " ")}`);
  const files = [{ name: "source.txt", text: `${text}\n` }];
  if (lines.length) files.push({ name: "removed.txt", text: `${lines.join("\n")}\n` });
  const facts = `${say("words", { n: words })} · ${say("removedLines", { n: lines.length })}`;
  return { state: "done", blocks: [`## ${linkedTitle(document, say)}\n-# ${facts}`], actions: [], files };
}
