import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, type DraftDigest, detachedContext, NO_USAGE } from "../../../src/model/index.ts";
import { detectLanguage, isRepeated, segmentSentences } from "../../../src/text/index.ts";
import { verifyDigest } from "../../../src/verify/index.ts";
import { createDocument } from "../../../test/fakes/documents.ts";
import type { BenchRow } from "../measurements.ts";

/** A statement about a document, with the quote it rests on. `isTrue` is whether it should be kept. */
type Statement = {
  set: string;
  id: string;
  document: Document;
  /** The language in which the digest was requested. */
  language: string;
  text: string;
  quote: string;
  isTrue: boolean;
};
/** Whether a digest kept a statement as its gist and as a point, and the reasons if it did not. */
type Kept = { gist: boolean; point: boolean; reasons: string[] };

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;
const readRows = <T>(path: string): T[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
const documentOf = (text: string, language: string): Document => createDocument(text.split(/\n{2,}/), { language });

type ClaimRow = { id: string; doc: string; kind: string; label: number; claim: string; quote: string };
type PerturbedRow = { id: string; art: string; kind: string; label: number; claim: string; quote: string };

/**
 * Measures what a digest keeps of statements that a model could have written: each is given as a gist sentence without
 * a quote, and as a point with its quote. True statements should be kept, others refused: statements about another
 * document, false ones and ones with a single edit.
 */
export async function* measureStatements(data: string): AsyncGenerator<BenchRow> {
  const statements = loadStatements(data);
  for (const [set, rows] of Map.groupBy(statements, (statement) => statement.set)) {
    const kept = { gist: 0, point: 0 };
    const reasons = new Map<string, number>();
    for (const row of rows) {
      const result = await digestOf(row);
      if (result.gist) kept.gist++;
      if (result.point) kept.point++;
      for (const reason of result.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    const counts = [...reasons].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${reason} ${count}`);
    yield {
      benchmark: "statements",
      subject: `${rows[0]!.isTrue ? "true" : "false"} ${set}`,
      result: `${rows.length} kept: gist ${percentage(kept.gist, rows.length)}  point ${percentage(kept.point, rows.length)}  ${counts.join(", ")}`,
    };
  }
}

const percentage = (count: number, of: number): string => `${((100 * count) / of).toFixed(1)} %`.padStart(7);

/** Verifies a digest whose gist and whose only point are the statement. */
async function digestOf({ document, language, text, quote }: Statement): Promise<Kept> {
  const draft = (part: Partial<DraftDigest>): DraftDigest => ({
    ...{ engine: { kind: "llm", model: "stub", prompt: "hash" }, language, gist: "" },
    ...{ points: [], claims: [], notices: [], usage: NO_USAGE, ...part },
  });
  // A point that repeats the gist is left out, so the gist is another sentence.
  const verbatim = segmentSentences(document.text, document.language)
    .map(({ start, end }) => document.text.slice(start, end))
    .find((sentence) => !isRepeated(text, [sentence]) && !isRepeated(sentence, [text]))!;
  const asGist = await verifyDigest(draft({ gist: text }), document, detachedContext());
  const asPoint = await verifyDigest(
    draft({ gist: verbatim, points: [{ text, quotes: [quote] }] }),
    document,
    detachedContext(),
  );
  return {
    gist: asGist.gist === text,
    point: asPoint.points.some((point) => point.text === text),
    reasons: asGist.dropped.flatMap(({ reasons }) => reasons),
  };
}

/** Loads all statements. Sets whose data does not exist are left out. */
function loadStatements(data: string): Statement[] {
  const statements = [...loadParaphrases(), ...loadClaims(data)];
  return [...statements, ...loadPerturbed(data), ...withOtherDocuments(statements)];
}

/** Reworded quotes in the language of their document, and translations of quotes. */
function loadParaphrases(): Statement[] {
  const texts = readJson<Record<string, string>>(join(import.meta.dirname, "paraphraseDocuments.json"));
  const documents = new Map(Object.entries(texts).map(([id, text]) => [id, documentOf(text, detectLanguage(text))]));
  return ["paraphrases", "translations"].flatMap((set) =>
    readRows<{ id: string; document: string; language: string; claim: string; quote: string }>(
      join(import.meta.dirname, `${set}.jsonl`),
    ).map(({ id, document, language, claim: text, quote }) => ({
      ...{ set, id, document: documents.get(document)!, language, text, quote, isTrue: true },
    })),
  );
}

function loadClaims(data: string): Statement[] {
  const folder = join(data, "claims");
  if (!existsSync(folder)) return [];
  const texts = readJson<Record<string, { lang: string; text: string }>>(join(folder, "docs.json"));
  const documents = new Map(Object.entries(texts).map(([id, { lang, text }]) => [id, documentOf(text, lang)]));
  return readRows<ClaimRow>(join(folder, "claims.jsonl"))
    .map(({ id, doc, label, claim: text, quote }) => {
      const document = documents.get(doc)!;
      // All claims are in the language of their document or in English.
      const isTranslated = document.language !== "en" && detectLanguage(text) === "en";
      const language = isTranslated ? "en" : document.language;
      return {
        ...{ set: `claims, ${isTranslated ? "another" : "same"} language`, id, document, language, text, quote },
        isTrue: label === 1,
      };
    })
    .sort((a, b) => Number(b.isTrue) - Number(a.isTrue))
    .map((row) => ({ ...row, set: row.isTrue ? row.set : `${row.set}, wrong` }));
}

function loadPerturbed(data: string): Statement[] {
  const path = join(data, "verifier/perturbed.jsonl");
  if (!existsSync(path)) return [];
  const articles = readRows<{ id: string; text: string }>(join(data, "summaries/articles.jsonl"));
  const documents = new Map(articles.map(({ id, text }) => [id, documentOf(text, "en")]));
  return readRows<PerturbedRow>(path)
    .filter(({ kind }) => ["ok", "number", "entity-new", "entity-in-doc", "negation"].includes(kind))
    .map(({ id, art, kind, claim: text, quote, label }) => ({
      ...{
        set: `one edit: ${kind}`,
        id,
        document: documents.get(art)!,
        language: "en",
        text,
        quote,
        isTrue: label === 1,
      },
    }));
}

/** Gives each true statement to the next document of the same language, with a sentence of that document as its quote. */
function withOtherDocuments(statements: Statement[]): Statement[] {
  const all = [...new Set(statements.map(({ document }) => document))];
  return statements
    .filter(({ isTrue }) => isTrue)
    .flatMap((statement, i) => {
      const sameLanguage = all.filter(({ language }) => language === statement.document.language);
      const others = sameLanguage.length > 1 ? sameLanguage : all;
      const document = others[(others.indexOf(statement.document) + 1) % others.length]!;
      const sentences = segmentSentences(document.text, document.language);
      const { start, end } = sentences[i % sentences.length]!;
      const quote = document.text.slice(start, end);
      return { ...statement, set: `${statement.set}, another document`, document, quote, isTrue: false };
    });
}
