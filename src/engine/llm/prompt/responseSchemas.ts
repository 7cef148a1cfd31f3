import { z } from "zod";
import type { Pair } from "../../../model/index.ts";
import { segmentSentences } from "../../../text/index.ts";
import { tellsOnlyTopic } from "./topicSentences.ts";

/*
 * Schemas of the model's structured output. What models get wrong costs as little as possible: an element that does not
 * match is left out, a list that is missing is empty.
 */

/** Marks of sentences that models leave in the words: "[3]", "(sentence 3)", "[1, 2]". */
const SENTENCE_MARK =
  /\s*(?:\[\d+(?:\s*[,;–-]\s*\d+)*\]|\((?:sentences?|lines?|S[aä]tze?|oraci[oó]n(?:es)?|frases?|文)\s*\d+(?:\s*(?:[,;–-]|and|und|y)\s*\d+)*\))/giu;
/** Marks of lists and headings, and bold or code around words. */
const LINE_MARK = /^\s*(?:[-*•]\s+|#{1,6}\s+|\d{1,2}[.)]\s+(?=\p{L}))/u;
const INLINE_MARK = /(\*\*|__|`)(?=\S)([^\n]*?\S)\1/gu;

/** "The document says that …": models begin every sentence so. What follows says it as well. */
const SAYING =
  /^(?:(?:the|this) (?:document|article|text|passage|page)|el (?:documento|artículo|texto)|este (?:documento|artículo|texto)) (?:also )?(?:says|states|mentions|reports|notes|explains|dice|indica|menciona|informa de|explica) (?:that|que) (?=\S)/iu;

/** Removes Markdown, the numbers of sentences and "the document says that" from a text, and folds its white space. */
function plainText(text: string): string {
  const words = text.replace(INLINE_MARK, "$2").replace(LINE_MARK, "").replace(SENTENCE_MARK, "");
  const said = words.replace(/\s+/g, " ").trim();
  const rest = said.replace(SAYING, "");
  return rest === said ? said : rest.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/**
 * What a server is asked to keep to, in UTF-16 units and elements. Answers that go beyond it are taken all the same, up
 * to what is accepted.
 */
const ASKED = { statement: 300, gist: 300, answer: 1200, name: 80, ids: 4 };
const MAX_TEXT = 4000;
const MAX_IDS = 50;
const MAX_ELEMENTS = 60;

/** The end of a sentence, with what may follow it. */
const SENTENCE_END = /[.!?…。！？।؟]["'”’»)\]」』]*$/u;

/** A gist that was cut at the length that was asked for, without its unfinished last sentence. */
function withoutCutSentence(gist: string): string {
  if (gist.length < ASKED.gist - 5 || SENTENCE_END.test(gist)) return gist;
  const last = segmentSentences(gist, "und").at(-1)!;
  return gist.slice(0, last.start).trim();
}

const text = (asked: number) =>
  z.string().transform(plainText).pipe(z.string().min(1).max(MAX_TEXT)).meta({ maxLength: asked });
const statementText = text(ASKED.statement);

/** Maximum number of sentences in a range such as "2-4". */
const MAX_RANGE = 20;

/** The numbers in a value: 3, "3", "[3]", "s3", "2-4", or a list of such. */
function numbersIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  if (typeof value === "number") return Number.isInteger(value) ? [value] : [];
  if (typeof value !== "string") return [];
  return Array.from(value.matchAll(/(\d+)(?:\s*[-–]\s*[a-z[]{0,2}(\d+))?/giu)).flatMap(([, from, to]) => {
    const length = Math.min(MAX_RANGE, Math.max(1, Number(to ?? from) - Number(from) + 1));
    return Array.from({ length }, (_, i) => Number(from) + i);
  });
}

/** Numbers of lines, from `firstLine` to `lastLine`. */
const lineNumbers = (lastLine: number, asked = ASKED.ids, firstLine = 1) =>
  z
    .preprocess(
      (value) => [...new Set(numbersIn(value))].slice(0, MAX_IDS),
      z.array(z.int().meta({ minimum: firstLine, maximum: lastLine })),
    )
    .catch([])
    .meta({ minItems: 1, maxItems: asked });

const gist = text(ASKED.gist)
  .transform((said) => (tellsOnlyTopic(said) ? "" : withoutCutSentence(said)))
  .pipe(z.string())
  .meta({ maxLength: ASKED.gist })
  .catch("");

/** What a statement of a digest is. Its evidence comes first, so that a model looks it up before it words the statement. */
const statement = (lastLine: number, firstLine = 1) =>
  z.object({
    ids: lineNumbers(lastLine, ASKED.ids, firstLine),
    speaker: z.string().max(300).meta({ maxLength: ASKED.name }).nullable().catch(null),
    kind: z.enum(["fact", "forecast", "opinion"]).catch("fact"),
    certainty: z.enum(["stated", "hedged"]).catch("stated"),
    text: statementText,
  });
export type ModelStatement = z.infer<ReturnType<typeof statement>>;

/**
 * A digest: statements with the numbers of their sentences, and the gist. One without a gist, of which the output was
 * cut, still has statements.
 * @param asked how many statements are asked for
 */
export const digestSchema = (asked: number, lastLine: number, firstLine = 1) =>
  z
    .object({ statements: lenientArray(statement(lastLine, firstLine), asked), gist })
    .refine(({ statements, gist }) => gist || statements.length);
export type ModelDigest = z.infer<ReturnType<typeof digestSchema>>;

/** The numbers of the notes that matter most, and the gist of the whole. */
export const reductionSchema = (asked: number, lastNote: number) =>
  z.object({ ids: lineNumbers(lastNote, asked), gist }).refine(({ ids, gist }) => gist || ids.length);
export type ModelReduction = z.infer<ReturnType<typeof reductionSchema>>;

/** Corrected statements. `n` is the number of the failed one in the prompt, from 1 to `asked`. */
export const repairSchema = (asked: number, lastLine: number) =>
  z.object({
    statements: lenientArray(
      z.object({ n: z.coerce.number().int().meta({ minimum: 1, maximum: asked }), ...statement(lastLine).shape }),
      asked,
    ),
  });

/** An answer and the numbers of the sentences that it rests on. */
export const answerSchema = (lastLine: number) =>
  z.object({
    ids: lineNumbers(lastLine).meta({ minItems: 0 }),
    text: z
      .preprocess((value) => (typeof value === "string" ? value : ""), z.string().max(8000))
      .meta({ maxLength: ASKED.answer }),
    answerable: z.preprocess((value) => value === true || /^(?:true|yes)$/i.test(String(value)), z.boolean()),
  });

/** @param asked how many statements of each kind are asked for */
export function comparisonSchema(asked: number, [lastOfFirst, lastOfSecond]: Pair<number>) {
  const [first, second] = [lineNumbers(lastOfFirst), lineNumbers(lastOfSecond)];
  const side = (ids: typeof first) => z.object({ ids, text: statementText });
  return z.object({
    agree: lenientArray(z.object({ a: first, b: second, text: statementText }), asked),
    differ: lenientArray(z.object({ a: side(first), b: side(second) }), asked),
    only_a: lenientArray(side(first), asked),
    only_b: lenientArray(side(second), asked),
  });
}

/**
 * Schema of an array of which `asked` elements are asked for. Drops elements that do not match. An element in
 * place of a list is a list of one, an object of elements the list of these; any other value is an empty list.
 */
function lenientArray<T extends z.ZodType>(element: T, asked: number) {
  const keepValid = (value: unknown): unknown => {
    const members = typeof value === "object" && value !== null ? Object.values(value) : [];
    const list = Array.isArray(value) ? value : [value, ...members];
    return list.filter((item) => element.safeParse(item).success).slice(0, MAX_ELEMENTS);
  };
  return z.preprocess(keepValid, z.array(element)).catch([]).meta({ maxItems: asked });
}
