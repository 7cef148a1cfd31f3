import { type Document, type Span, type TaskContext, yieldToEventLoop } from "../model/index.ts";
import { countWords, segmentSentences } from "../text/index.ts";
import { type BlockReading, readBlocks } from "./blockRoles.ts";
import { isCorrection, isPhrase, isSponsorRead } from "./phrases.ts";
import { QUESTION } from "./selfContained.ts";
import type { Statement } from "./statement.ts";
import { findTaglines } from "./taglines.ts";

/** Range of the length of a statement, in words; in characters for scripts that write no space between words. */
const LENGTH = { spaced: { min: 4, max: 45 }, unspaced: { min: 14, max: 110 } };
/** Minimum length, in words, of a list item that needs no full stop. */
const MIN_UNSTOPPED_WORDS = 8;
/** The end of a sentence, to which the number of a note may cling. */
const SENTENCE_END = /[.!?…。！？।؟](?:\s?\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]|(?<=\p{L}[.!?])\d{1,3})?["'”’»)\]」』*_]*$/u;
/** Scripts that end a sentence with a space. */
const UNSTOPPED_SCRIPT = /[\p{sc=Thai}\p{sc=Lao}]/u;
const UNSPACED_SCRIPT = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;
/** A time or a row of cells at the start: what was said stands elsewhere. */
const STAMP = /^[^\p{L}\p{N}]*\d{1,2}[:：]\d{2}/u;
const CELLS = /\S\s\|\s\S|\t/;
/** Four parts or more with a comma, a semicolon or a bar between them and no space: a row of a table. */
const ROW = /[^\s,;|](?:[,;|][^\s,;|]+){3,}/;

/**
 * The sentences of a document that are neither headings, tables, code nor frame, in document order. `isReadable` tells
 * which of them somebody could read alone; the others still tell what the document is about. A document without any is
 * read block by block.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function documentStatements(
  document: Pick<Document, "text" | "language" | "blocks">,
  context: TaskContext,
): Promise<Statement[]> {
  const readings = await readBlocks(document, context);
  const statements = await statementsOf(document, readings, context);
  for (const tagline of findTaglines(statements, document))
    Object.assign(tagline, { isTagline: true, isReadable: true });
  if (statements.length) return statements;
  const isUsed = document.blocks.map(({ kind }) => FALLBACK_KINDS.has(kind));
  const fallback = readings.map((reading, i): BlockReading => (isUsed[i] ? { ...reading, role: "prose" } : reading));
  return statementsOf(document, fallback, context);
}

/** Numbers of blocks and of sentences between two checks of the clock. */
const BLOCKS_PER_CHECK = 20;
const SENTENCES_PER_CHECK = 100;
/** The kinds of blocks that are used if a document has no running text, such as a spreadsheet or a slide deck. */
const FALLBACK_KINDS = new Set(["paragraph", "list", "table", "heading", "caption", "title"]);

async function statementsOf(
  { text, language, blocks }: Pick<Document, "text" | "language" | "blocks">,
  readings: BlockReading[],
  context: TaskContext,
): Promise<Statement[]> {
  const statements: Statement[] = [];
  let section = 0;
  let heading: string | null = null;
  for (const [i, { start, end }] of blocks.entries()) {
    if (i % BLOCKS_PER_CHECK === 0) await yieldToEventLoop(context);
    const { role, offset, speaker } = readings[i]!;
    if (role === "heading") {
      section++;
      heading = text.slice(start, end).trim();
    }
    if (role === "heading" || role === "frame") continue;
    const from = start + offset;
    const block = text.slice(from, end);
    const blockEnd = block.trimEnd().length;
    const isSponsor = role === "turn" && isSponsorRead(block);
    if (role === "turn" && isCorrection(block)) takeBack(statements, speaker);
    // A text without line ends is one block, whose sentences take long.
    for (const span of segmentSentences(block, language)) {
      if (statements.length % SENTENCES_PER_CHECK === 0) await yieldToEventLoop(context);
      const at = { start: from + span.start, end: from + endOfWords(block, span) };
      const sentence = text.slice(at.start, at.end);
      statements.push({
        ...at,
        index: statements.length,
        text: sentence,
        block: i,
        form: role,
        speaker,
        isReadable: !isSponsor && isReadable(sentence, { form: role, isLast: span.end >= blockEnd }),
        isTagline: false,
        section,
        heading,
      });
    }
  }
  return statements;
}

/** Number of messages before a correction among which the last one of the same person is what it corrects. */
const MAX_CORRECTED_DISTANCE = 3;

/** What somebody takes back is nothing that could be read alone: the last message of the same person, or else the last one. */
function takeBack(statements: Statement[], speaker: string | null): void {
  const blocks = [...new Set(statements.slice(-20).map(({ block }) => block))].slice(-MAX_CORRECTED_DISTANCE);
  const isOwn = (statement: Statement): boolean => statement.speaker === speaker && blocks.includes(statement.block);
  const corrected = statements.findLast(isOwn)?.block ?? blocks.at(-1);
  for (const statement of statements.slice(-20)) if (statement.block === corrected) statement.isReadable = false;
}

/** "[laughs]" after a sentence is what the transcriber heard. */
const NOISE = /(?<=[.!?…。！？]["'”’»]?)\s*[[(][^\])]{1,30}[\])]$/u;

const endOfWords = (block: string, { start, end }: Span): number =>
  end - (NOISE.exec(block.slice(start, end))?.[0].length ?? 0);

type Position = { form: Statement["form"]; isLast: boolean };

/** Whether a sentence could be read alone. `isLast` tells that it ends its block. */
function isReadable(sentence: string, { form, isLast }: Position): boolean {
  const letters = sentence.match(/\p{L}/gu)?.length ?? 0;
  const characters = sentence.replace(/\s/g, "").length;
  const isUnspaced = (sentence.match(UNSPACED_SCRIPT)?.length ?? 0) > 0.3 * letters;
  const size = isUnspaced ? characters : countWords(sentence);
  const { min, max } = isUnspaced ? LENGTH.unspaced : LENGTH.spaced;
  if (size < min || size > max || letters < 0.5 * characters) return false;
  if (QUESTION.test(sentence) || STAMP.test(sentence) || CELLS.test(sentence) || isPhrase(sentence, size)) return false;
  if (!isUnspaced && ROW.test(sentence.replace(/(?<=\d)[.,](?=\d)/g, ""))) return false;
  if (SENTENCE_END.test(sentence)) return true;
  if (!isLast || /[:：,，]$/.test(sentence.trim())) return false;
  // A message or an item of a list may end without a full stop, but not be cut off in the middle.
  return UNSTOPPED_SCRIPT.test(sentence) || form === "turn" || (form === "item" && size >= MIN_UNSTOPPED_WORDS);
}
