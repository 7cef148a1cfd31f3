import { foldWord } from "../intents/index.ts";
import type { Document } from "../model/index.ts";
import { type Heading, parseHeadingLine } from "./headings.ts";

/** The rules by which cleaning removes lines above the text, some of which are the heading of its first section. */
const HEAD_RULES = new Set(["head", "before-the-article"]);
/** Names of first sections. */
const FIRST_SECTION =
  /^(?:(?:the )?(?:background|introduction|intro|overview|summary|abstract|preface|foreword|prologue|preamble|purpose|scope|definitions|executive summary|context|getting started)|einleitung|einfuhrung|hintergrund|uberblick|zusammenfassung|vorwort|prolog|zweck|geltungsbereich|ausgangslage|introduccion|antecedentes|resumen|prologo|objeto|contexto|はじめに|序論|序文|序章|背景|概要|目的|まえがき|前書き)$/;
/** Names of documents, which head no section. */
const DOCUMENT =
  /\b(?:report|guide|manual|handbook|novel|book|story|agreement|contract|act|law|terms|policy|minutes|notes|readme|documentation|bericht|handbuch|leitfaden|gesetz|vertrag|satzung|protokoll|roman|informe|guia|ley|contrato|acuerdo|acta|novela)\b|報告書?|契約書?|規約|マニュアル|議事録|小説/;
/** Maximum number of words, and of UTF-16 units, in the heading of a first section. */
const MAX_WORDS = 4;
const MAX_LENGTH = 80;
/** Minimum length of the text of a first section, as a share of the median of the other sections. */
const MIN_SHARE = 0.6;

/**
 * Returns the heading of the first section if cleaning has removed it from above its paragraphs, which begin at 0. Null
 * if what was removed is the title of the whole, or no heading.
 */
export function findLostHeading(
  { removed, blocks, text }: Pick<Document, "removed" | "blocks" | "text">,
  headings: Heading[],
): Heading | null {
  const line = removed
    .filter(({ rule, text }) => HEAD_RULES.has(rule) && text.length <= MAX_LENGTH && !/[.!?。]$|\n/.test(text))
    .at(-1)
    ?.text.trim();
  const [first] = headings;
  const hasText = blocks.some(
    ({ start, kind }) => start < (first?.start ?? 0) && kind !== "heading" && kind !== "title",
  );
  if (!line || !hasText) return null;
  const parsed = parseHeadingLine(line);
  // "10 Ways to Tie a Rope" is a title.
  const isNumbered = parsed !== null && headings.some(({ number, label }) => number !== null && label === parsed.label);
  if (!isNumbered && !isFirstSection(line, headings, text)) return null;
  const { label, number } = isNumbered ? parsed : { label: "section" as const, number: null };
  return { start: 0, bodyStart: 0, label, number, title: line, runIn: false };
}

/** Whether a line above a text is the heading of its first section and not the title of the whole. */
function isFirstSection(line: string, others: Heading[], text: string): boolean {
  const name = foldWord(line);
  if (FIRST_SECTION.test(name)) return true;
  const isCapital = (title: string): boolean => title === title.toUpperCase() && title !== title.toLowerCase();
  if (isCapital(line)) return others.every(({ title }) => isCapital(title));
  if (DOCUMENT.test(name) || line.split(/\s+/).length > MAX_WORDS) return false;
  const lengths = others.map(({ start }, i) => (others[i + 1]?.start ?? text.length) - start).toSorted((a, b) => a - b);
  return others.length > 1 && others[0]!.start >= MIN_SHARE * lengths[Math.floor(lengths.length / 2)]!;
}
