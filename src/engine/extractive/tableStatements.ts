import type { Document, DraftPoint } from "../../model/index.ts";
import type { TableDescription, TableStatement } from "../../tables/index.ts";
import { addWordCounts, isWithin, type WordCounts, wordCounts } from "../../text/index.ts";

/** Minimum share of a document's letters that stand in tables if its gist is about them. */
const MIN_SHARE_FOR_GIST = 0.5;
/** Minimum share if a digest says anything about them: the prose around a small table tells what matters of it. */
const MIN_SHARE = 0.2;
/** Minimum number of statements of a digest in which one about a table has room beside prose. */
const MIN_STATEMENTS = 3;

/** By how many of its statements tables may exceed their share of the words, because statements differ in length. */
const LEEWAY = 0.5;

/** The statements about tables in a digest, in source order, and the words that they take. */
export type SelectedTableStatements = { gist: TableStatement | null; points: TableStatement[]; words: WordCounts };

/**
 * Selects what a digest of `count` statements says about the tables of its document: as large a part of it as the tables
 * are of the document. If they are most of the document, the gist is about them.
 * @param limits the word limits of the digest, or null if it has none
 */
export function selectTableStatements(
  { size, findings, share, prose }: TableDescription,
  count: number,
  limits: WordCounts | null,
): SelectedTableStatements {
  const isMain = share >= MIN_SHARE_FOR_GIST;
  const isAll = isMain && prose.length === 0;
  const isWorthOne = isMain || (share >= MIN_SHARE && count >= MIN_STATEMENTS);
  const wanted = isAll ? count : isWorthOne ? Math.max(1, Math.round(share * count)) : 0;
  const candidates = isMain && size ? [size, ...findings] : findings;
  const room = limits?.map((limit) => (isAll ? limit : (limit * (wanted + LEEWAY)) / count)) ?? [];
  const selected: TableStatement[] = [];
  let words = wordCounts("");
  for (const statement of findings.length ? candidates : []) {
    const total = addWordCounts(words, wordCounts(statement.text));
    if (selected.length === wanted) break;
    if (limits && !isWithin(total, room as unknown as WordCounts)) continue;
    words = total;
    selected.push(statement);
  }
  const [gist, ...points] = isMain ? selected : [null, ...selected];
  return { gist: gist ?? null, points: points.filter((point) => point !== null), words };
}

/** Returns the point of a draft for a statement about a table. */
export const draftPoint = ({ text, rows }: TableStatement): DraftPoint => ({ text, quotes: [], rows });

/** The kinds of blocks that are no running text, and say nothing of a document that is all tables. */
const NO_PROSE = new Set(["table", "heading", "title", "caption"]);

/**
 * Returns a document without its tables, but with the prose in and around them as paragraphs. Headings stay, since they tell
 * what the text below them is, unless there is none.
 */
export function withoutTables(document: Document, { findings, prose }: TableDescription): Document {
  if (!findings.length) return document;
  const paragraphs = prose.map((span) => ({ ...span, kind: "paragraph" as const, page: null }));
  const others = document.blocks.filter(({ kind }) => kind !== "table");
  const hasProse = paragraphs.length > 0 || others.some(({ kind }) => !NO_PROSE.has(kind));
  return { ...document, blocks: hasProse ? [...others, ...paragraphs].sort((a, b) => a.start - b.start) : [] };
}
