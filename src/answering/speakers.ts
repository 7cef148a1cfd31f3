import type { Document } from "../model/index.ts";
import { speakerOf } from "../text/index.ts";
import type { Unit } from "./units.ts";

/** What stands before a name and is no part of it. */
const TITLES = new Set(
  "mr mrs ms miss dr prof professor sir lady lord mayor councillor cllr captain herr frau señor señora sr sra don doña monsieur madame m mme signor signora dott senhor senhora г господин госпожа".split(
    " ",
  ),
);
/** The initials that stand for a name in a transcript. */
const INITIALS = /^\p{Lu}{1,3}$/u;
const UNSPACED = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+$/u;

const wordsOf = (name: string): string[] =>
  (name.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []).filter((word) => word.length > 1 && !TITLES.has(word));

/** Whether two words of names are one. Scripts without spaces write first and last name as one word. */
const isSameWord = (one: string, other: string): boolean =>
  one === other || (UNSPACED.test(one) && (one.includes(other) || other.includes(one)));

/** Whether two names may be those of one person: "Berg", "Dr Berg" and "Anna Berg", but not "Carl Berg" and "Anna Berg". */
function isSameSpeaker(one: string, other: string): boolean {
  const [shorter, longer] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.length - b.length) as [string[], string[]];
  return shorter.length > 0 && shorter.every((word) => longer.some((other) => isSameWord(word, other)));
}

/** Whether initials may stand for a name: "WA" for "Winifred Applegarth", but also for "Winifred". */
const mayAbbreviate = (label: string, name: string): boolean =>
  INITIALS.test(label) && wordsOf(name).some((word) => label.toLowerCase().includes(word[0]!));

/** Whether somebody speaks in a conversation. Then his name stands before what he says, and need not stand in it. */
export const hasTurns = (units: readonly Unit[], name: string): boolean =>
  units.some(({ speaker }) => speaker !== null && isSameSpeaker(speaker, name));

/**
 * Tells which units may be somebody's words: his turns in a conversation, and in running text what is attributed to him
 * and what stands in one block with his name. All units may, if the document is by him or about him, or says of him more
 * than what he says, so that a label such as "Interviewee" may be his.
 * @param name as written in the question
 */
export function wordsOfSpeaker(
  units: readonly Unit[],
  { title, byline }: Pick<Document, "title" | "byline">,
  name: string,
): (i: number) => boolean {
  const words = wordsOf(name);
  const names = (text: string): boolean => {
    const found = new Set(wordsOf(text));
    return words.some((word) => found.has(word) || (UNSPACED.test(word) && text.includes(word)));
  };
  if (!words.length || names(title ?? "") || names(byline ?? "")) return () => true;
  const labels = new Set(units.flatMap(({ speaker }) => speaker ?? []));
  const hasLabel = [...labels].some((label) => isSameSpeaker(label, name) || mayAbbreviate(label, name));
  if (labels.size && !hasLabel && units.some(({ speaker, text }) => speaker === null && names(text))) return () => true;
  const isNamedInBlock = new Set(units.filter(({ text }) => names(text)).map(({ block }) => block));
  return (i) => {
    const { speaker, text, block, heading } = units[i]!;
    const cited = speakerOf(text);
    if (cited && isSameSpeaker(cited, name)) return true;
    if (speaker !== null) return isSameSpeaker(speaker, name) || mayAbbreviate(speaker, name);
    if (cited) return false;
    return isNamedInBlock.has(block) || (heading >= 0 && names(units[heading]!.text));
  };
}
