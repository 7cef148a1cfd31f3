import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnswerIndex, createAnswerIndex } from "../../src/answering/candidates.ts";
import { readingsOf } from "../../src/answering/talk/followUp.ts";
import type { Unit } from "../../src/answering/units.ts";
import { answerFromMetadata } from "../../src/metadataAnswers.ts";
import { type Document, detachedContext, type Question, type Span } from "../../src/model/index.ts";
import { answerFromTables } from "../../src/tables/index.ts";
import { createDocument } from "../../test/fakes/documents.ts";
import { folded, readDocument } from "./documents.ts";
import type { Choice } from "./linear.ts";

/**
 * How a question came to be: as people asked it, answered by its document or nearly; of a document without the sentences that answer it;
 * with another name, number or year; asked of another document.
 */
export type Variant = "asked" | "near" | "without" | "changed" | "foreign";

/** A question to a document as a choice between its units and no answer. */
export type AnswerChoice = Choice & {
  /** "reader", or the language of a retrieval set. */
  set: string;
  document: string;
  question: string;
  variant: Variant;
  texts: string[];
};

type Labelled = { id: string; set: string; document: Document; questions: LabelledQuestion[] };
type LabelledQuestion = { q: string; isGold: (unit: Unit) => boolean; answerable: boolean };

/** The choices of the questions in folders with `labels.jsonl` and `docs/` (see `test/reader/README.md`). */
export async function readerChoices(folder: string): Promise<AnswerChoice[]> {
  const choices: AnswerChoice[] = [];
  for (const row of readLines<ReaderRow>(join(folder, "labels.jsonl"))) {
    const questions = row.questions.map(({ q, gold = [], answerable }) => {
      const golds = gold.flat().map(folded);
      return { q, answerable, isGold: ({ text }: Unit) => golds.some((words) => folded(text).includes(words)) };
    });
    const document = await readDocument(join(folder, "docs", row.file));
    choices.push(...(await choicesOf({ id: row.id, set: "reader", document, questions }, null)));
  }
  return choices;
}
type ReaderRow = {
  id: string;
  file: string;
  questions: { q: string; gold?: (string | string[])[]; answerable: boolean }[];
};

/** The choices of every `step`-th question of a retrieval set (`docs.json`, `questions.jsonl`) in several languages. */
export async function retrievalChoices(folder: string, step: number): Promise<AnswerChoice[]> {
  const documents = JSON.parse(readFileSync(join(folder, "docs.json"), "utf8")) as Record<
    string,
    { set: string; text: string }
  >;
  const rows = readLines<{ doc: string; q: string; spans: [number, number][] }>(join(folder, "questions.jsonl"));
  const choices: AnswerChoice[] = [];
  const previous = new Map<string, Document>();
  for (const [id, list] of Map.groupBy(rows, ({ doc }) => doc)) {
    const { set, text } = documents[id]!;
    if (!/^xquad/.test(set)) continue;
    const language = set.slice(-2);
    const document = createDocument(text.split("\n\n"), { language });
    const questions = list
      .filter((_, n) => n % step === 0)
      .map(({ q, spans }) => ({
        q,
        answerable: true,
        isGold: ({ start, end }: Unit) => spans.some(([from, to]) => start <= from && to <= end),
      }));
    choices.push(...(await choicesOf({ id, set: language, document, questions }, previous.get(language) ?? null)));
    previous.set(language, document);
  }
  return choices;
}

async function choicesOf(
  { id, set, document, questions }: Labelled,
  foreign: Document | null,
): Promise<AnswerChoice[]> {
  const index = await createAnswerIndex(document, detachedContext());
  const other = foreign && (await createAnswerIndex(foreign, detachedContext()));
  const choices: AnswerChoice[] = [];
  const add = (variant: Variant, question: LabelledQuestion, { candidates }: AnswerIndex): void => {
    const asked: Question = { text: question.q, language: document.language, engine: "extractive" };
    const found = candidates(readingsOf(asked, document.language).readings[0]!);
    choices.push({
      set,
      document: id,
      question: question.q,
      variant,
      rows: found.map(({ features }) => features),
      right: variant === "asked" ? found.flatMap(({ unit }, i) => (question.isGold(unit) ? [i] : [])) : [],
      weight: 1,
      texts: found.map(({ unit }) => unit.text),
    });
  };
  for (const [n, question] of questions.entries()) {
    if (answerFromMetadata(question.q, document)) continue;
    if (await answerFromTables(document, question.q, detachedContext())) continue;
    add(question.answerable ? "asked" : "near", question, index);
    if (!question.answerable) continue;
    if (other) add("foreign", question, other);
    const golds = index.units.filter(question.isGold);
    if (!golds.length) continue;
    const text = golds.reduce((rest, unit) => blanked(rest, unit), document.text);
    add("without", question, await createAnswerIndex({ ...document, text }, detachedContext()));
    const changed = changedQuestion(question.q, questions[(n + 1) % questions.length]!.q, golds, document.text);
    if (changed) add("changed", { ...question, q: changed }, index);
  }
  return choices;
}

const blanked = (text: string, { start, end }: Span): string =>
  text.slice(0, start) + " ".repeat(end - start) + text.slice(end);

const YEAR = /(?<!\p{N})(?:1[5-9]|20)\d\d(?!\p{N})/u;
const NUMBER = /(?<![\p{N}\p{L}.,])\p{Nd}{1,3}(?![\p{N}.,]\p{N}|\p{N})/u;
const NAME = /(?<=\S\s)\p{Lu}[\p{L}\p{M}-]{2,}(?:\s+\p{Lu}[\p{L}\p{M}-]+)*/gu;
const WORD = /(?<=\s)\p{Ll}[\p{L}\p{M}-]{4,}/gu;

/**
 * The question with another year or number, or with a name or word of another question that the answering sentences do
 * not have, so that the document does not answer it. Null if it has none of these.
 */
function changedQuestion(question: string, other: string, golds: Unit[], text: string): string | null {
  const absent = (number: number, step: number): string => {
    let value = number + step;
    while (text.includes(String(value))) value += step;
    return String(value);
  };
  if (YEAR.test(question)) return question.replace(YEAR, (year) => absent(Number(year), 3));
  if (NUMBER.test(question)) return question.replace(NUMBER, (number) => absent(Number(number), 4));
  const answer = golds.map((unit) => unit.text.toLowerCase()).join(" ");
  for (const pattern of [NAME, WORD]) {
    const given = (question.match(pattern) ?? []).filter((word) => answer.includes(stem(word)));
    const longest = (words: string[]): string => words.reduce((a, b) => (b.length > a.length ? b : a), "");
    const put = longest(
      (other.match(pattern) ?? []).filter((word) => !answer.includes(stem(word)) && !question.includes(word)),
    );
    const out = longest(given);
    if (put && out) return question.replace(out, put);
  }
  return null;
}

const stem = (word: string): string => word.toLowerCase().slice(0, 5);

const readLines = <T>(path: string): T[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
