import {
  breathe,
  type Document,
  PithError,
  type PostedSource,
  type Result,
  type Run,
  type Side,
  type Work,
} from "../model/index.ts";
import type { Pith } from "../pith.ts";
import type { Records } from "../records/index.ts";
import { type Allowance, allowanceOf } from "./budget.ts";

/** What work is done with. `dailyTokens` is what the operator allows a server a day; null for no limit. */
export type Workbench = { pith: Pith; records: Records; dailyTokens: number | null };

/**
 * Does one piece of work: what `Pith` makes of it, with documents out of and into the records, and what it cost written
 * to whoever began it. When the day's budget is used up the extractive engine does it, and people are told.
 * @throws PithError what Pith throws, and `no_document` when a document was forgotten in the meantime
 */
export async function perform(
  work: Work,
  { pith, records, dailyTokens }: Workbench,
  now: Date,
  run: Run,
): Promise<Result> {
  const day = now.toISOString().slice(0, 10);
  const left = (): Promise<Allowance> => allowanceOf(work.payer, records, dailyTokens, day);
  const isSpent = (await left()) === "spent";
  let estimateUsd: number | null = null;
  const watched: Run = {
    ...run,
    report(progress) {
      if (progress.stage === "plan") estimateUsd = progress.costUsd;
      run.report(progress);
    },
  };
  const result = await done(isSpent ? extractively(work) : work, pith, records, watched);
  if (result.kind === "digest") {
    result.estimateUsd = estimateUsd;
    // As they were asked for, whatever the budget made of them.
    if (work.kind === "summarise" || work.kind === "digest") result.options = work.options;
  }
  const made = result.kind === "digest" ? result.digest : result.kind === "answer" ? result.answer : result.comparison;
  if (isSpent) made.notices = [...made.notices, "budget_spent"];
  if (made.usage.calls === 0) return result;
  await records.usage.add(work.payer, day, made.usage);
  if ((await left()) !== "open") made.notices = [...made.notices, "budget_low"];
  return result;
}

/** The same work without a model. */
function extractively(work: Work): Work {
  if (work.kind === "ask") return { ...work, question: { ...work.question, engine: "extractive" } };
  if (work.kind === "compare") return { ...work, options: { ...work.options, engine: "extractive" } };
  return { ...work, options: { ...work.options, engine: "extractive" } };
}

/** So much of the talk before a question is enough to tell what it leans on. */
const TURNS = 3;

type Done = Exclude<Result, { kind: "failed" }>;

function done(work: Work, pith: Pith, records: Records, run: Run): Promise<Done> {
  switch (work.kind) {
    case "summarise":
      return summarise(work, pith, records, run);
    case "digest":
      return digest(work, pith, records, run);
    case "ask":
      return ask(work, pith, records, run);
    case "compare":
      return compare(work, pith, records, run);
  }
}

async function summarise(
  work: Extract<Work, { kind: "summarise" }>,
  pith: Pith,
  records: Records,
  run: Run,
): Promise<Done> {
  return digestOf(await read(work.source, work.fresh, pith, run), work, pith, records, run);
}

/** A file without a headline is known by its name: to people, in lists, and in its thread. */
async function read(source: PostedSource, fresh: boolean, pith: Pith, run: Run): Promise<Document> {
  const found = await pith.extract(source, run, fresh);
  return { ...found, title: found.title ?? (source.from === "attachment" ? source.name : null) };
}

async function digest(work: Extract<Work, { kind: "digest" }>, pith: Pith, records: Records, run: Run): Promise<Done> {
  return digestOf(await documentOf(work.posting, records), work, pith, records, run);
}

async function digestOf(
  document: Document,
  { options, fresh, payer }: Extract<Work, { kind: "summarise" | "digest" }>,
  pith: Pith,
  records: Records,
  run: Run,
): Promise<Done> {
  const digest = await pith.digest(document, options, run, fresh);
  const key = await keep(document, records, run);
  return { kind: "digest", digest, document: key, payer, estimateUsd: null, options };
}

async function keep(document: Document, records: Records, run: Run): Promise<string> {
  await breathe(run); // a long document is checked, hashed and written in one turn
  const { retrieved: _, ...kept } = document; // the same document, whenever its page was fetched
  return records.documents.keep(kept);
}

async function ask(
  { postings, source, question }: Extract<Work, { kind: "ask" }>,
  pith: Pith,
  records: Records,
  run: Run,
): Promise<Done> {
  const own = source && (await read(source, false, pith, run));
  const documents = own ? [own] : await Promise.all(postings.map((posting) => documentOf(posting, records)));
  const turns = postings[0] ? await records.turns.of(postings[0], TURNS) : [];
  const talk = turns.map(({ question, answer }) => ({ question, answer: answer.text }));
  const answer = await pith.ask(documents, { ...question, talk }, run);
  const kept = own && { document: await keep(own, records, run), title: own.title, url: own.url };
  return { kind: "answer", answer, question: question.text, postings, read: kept };
}

async function compare(
  { sides, options }: Extract<Work, { kind: "compare" }>,
  pith: Pith,
  records: Records,
  run: Run,
): Promise<Done> {
  const sideOf = (side: Side): Promise<Document> =>
    "url" in side ? pith.extract({ from: "url", url: side.url }, run) : documentOf(side.posting, records);
  const [first, second] = [await sideOf(sides[0]), await sideOf(sides[1])];
  const comparison = await pith.compare([first, second], options, run);
  return { kind: "comparison", comparison, postings: sides.flatMap((side) => ("url" in side ? [] : side.posting)) };
}

async function documentOf(posting: string, { postings, documents }: Records): Promise<Document> {
  const found = await postings.get(posting);
  const document = found && (await documents.get(found.document));
  if (!document) throw new PithError("no_document");
  return document;
}
