import {
  type CompareTarget,
  DEFAULT_OPTIONS,
  type Digest,
  type Document,
  type JobResult,
  type JobSpec,
  LENGTHS,
  NO_USAGE,
  type Options,
  PithError,
  type PostedSource,
  sumOf,
  type TaskContext,
  yieldToEventLoop,
} from "../model/index.ts";
import type { Pith } from "../pith.ts";
import type { Records } from "../records/index.ts";
import { countWords } from "../text/index.ts";
import { getBudgetStatus } from "./budget.ts";
import type { JobContext } from "./contract.ts";

/** `dailyTokens` is the token limit per payer per day set by the operator; null for no limit. */
export type JobDeps = { pith: Pith; records: Records; dailyTokens: number | null };

type SpecOf<Kind extends JobSpec["kind"]> = Extract<JobSpec, { kind: Kind }>;
type DigestResult = Extract<JobResult, { kind: "digest" }>;
type Success = Exclude<JobResult, { kind: "failed" }>;

/** Maximum number of earlier turns passed to the engine with a question that may refer to them. */
const CONTEXT_TURNS = 3;

/**
 * Runs a job: reads its documents from the records, stores new ones, and charges the usage to the payer. If the daily
 * budget is spent, the extractive engine replaces the model and the result carries a notice. Another notice warns if
 * the budget is low or spent after the job.
 * @param now determines the UTC day whose budget is charged
 * @throws PithError with any code that `Pith` throws, or `no_document` if a document was deleted after the request
 */
export async function runJob(
  spec: JobSpec,
  { pith, records, dailyTokens }: JobDeps,
  now: Date,
  context: JobContext,
): Promise<JobResult> {
  const day = now.toISOString().slice(0, 10);
  const isSpent = (await getBudgetStatus(spec.payer, records, dailyTokens, day)) === "spent";
  let estimateUsd: number | null = null;
  const observed: JobContext = {
    ...context,
    report(progress) {
      if (progress.stage === "plan") estimateUsd = progress.costUsd;
      context.report(progress);
    },
  };
  const result = await perform(isSpent ? withoutModel(spec) : spec, pith, records, observed);
  if (result.kind === "digest") {
    result.estimateUsd = estimateUsd;
    // The result keeps the requested options, even if the engine was replaced.
    if (spec.kind === "summarise" || spec.kind === "digest")
      result.options = { ...spec.options, length: result.digest.length };
  }
  const output = outputOf(result);
  if (isSpent) output.notices = [...output.notices, "budget_spent"];
  if (output.usage.calls === 0) return result;
  await records.usage.add(spec.payer, day, output.usage);
  const remaining = await getBudgetStatus(spec.payer, records, dailyTokens, day);
  if (remaining !== "available") output.notices = [...output.notices, "budget_low"];
  return result;
}

/** Returns the same job with the extractive engine. */
function withoutModel(spec: JobSpec): JobSpec {
  if (spec.kind === "ask") return { ...spec, question: { ...spec.question, engine: "extractive" } };
  if (spec.kind === "compare") return { ...spec, options: { ...spec.options, engine: "extractive" } };
  return { ...spec, options: { ...spec.options, engine: "extractive" } };
}

function outputOf(result: Success) {
  if (result.kind === "digest") return result.digest;
  return result.kind === "answer" ? result.answer : result.comparison;
}

function perform(spec: JobSpec, pith: Pith, records: Records, context: JobContext): Promise<Success> {
  switch (spec.kind) {
    case "summarise":
      return summarise(spec, pith, records, context);
    case "digest":
      return digest(spec, pith, records, context);
    case "ask":
      return ask(spec, pith, records, context);
    case "compare":
      return compare(spec, pith, records, context);
  }
}

async function summarise(
  spec: SpecOf<"summarise">,
  pith: Pith,
  records: Records,
  context: JobContext,
): Promise<Success> {
  const document = await read(spec.source, spec.fresh, pith, context);
  return digestDocument(document, spec, pith, records, context);
}

/** @throws PithError `not_shorter` or `not_longer` if the digest was to become so and does not */
async function digest(spec: SpecOf<"digest">, pith: Pith, records: Records, context: JobContext): Promise<Success> {
  const document = await loadDocument(spec.posting, records);
  const shown = await records.digests.get(spec.posting);
  const posting = await records.postings.get(spec.posting);
  const step = shown && posting ? lengthStep(posting.options, shown, spec.options) : 0;
  if (!shown || step === 0) return digestDocument(document, spec, pith, records, context);
  // The next length may select the same sentences, and the one after it others.
  let usage = NO_USAGE;
  for (let at = LENGTHS.indexOf(spec.options.length); at in LENGTHS; at += step) {
    const options = { ...spec.options, length: LENGTHS[at]! };
    const result = await digestDocument(document, { ...spec, options }, pith, records, context);
    usage = sumOf(usage, result.digest.usage);
    if ((countDigestWords(result.digest) - countDigestWords(shown)) * step > 0)
      return { ...result, digest: { ...result.digest, usage } };
  }
  throw new PithError(step < 0 ? "not_shorter" : "not_longer", null, { usage });
}

/**
 * Returns -1 if the requested digest is to be shorter than the one that is shown, 1 if longer, and 0 if it also differs
 * in something else, or not in length.
 */
function lengthStep({ section, focus }: Options, { length, language }: Digest, requested: Options): -1 | 0 | 1 {
  const isSameLanguage = requested.language === "auto" || requested.language === language;
  const isSamePart = requested.section === section && requested.focus === focus;
  if (!isSameLanguage || !isSamePart || requested.style !== DEFAULT_OPTIONS.style) return 0;
  return Math.sign(LENGTHS.indexOf(requested.length) - LENGTHS.indexOf(length)) as -1 | 0 | 1;
}

const countDigestWords = ({ gist, points }: Digest): number =>
  countWords([gist, ...points.map(({ text }) => text)].join("\n"));

async function ask(
  { postings, source, question }: SpecOf<"ask">,
  pith: Pith,
  records: Records,
  context: TaskContext,
): Promise<Success> {
  const newDocument = source && (await read(source, false, pith, context));
  const documents = newDocument
    ? [newDocument]
    : await Promise.all(postings.map((posting) => loadDocument(posting, records)));
  const turns = postings[0] ? await records.turns.findByPosting(postings[0], CONTEXT_TURNS) : [];
  const talk = turns.map(({ question, answer }) => ({ question, answer: answer.text }));
  const answer = await pith.ask(documents, { ...question, talk }, context);
  const readSource = newDocument && {
    document: await saveDocument(newDocument, records, context),
    title: newDocument.title,
    url: newDocument.url,
  };
  return { kind: "answer", answer, question: question.text, postings, read: readSource };
}

async function compare(
  { sides, options }: SpecOf<"compare">,
  pith: Pith,
  records: Records,
  context: TaskContext,
): Promise<Success> {
  const load = (target: CompareTarget): Promise<Document> =>
    "url" in target ? pith.extract({ from: "url", url: target.url }, context) : loadDocument(target.posting, records);
  const [first, second] = [await load(sides[0]), await load(sides[1])];
  const comparison = await pith.compare([first, second], options, context);
  const postings = sides.flatMap((target) => ("url" in target ? [] : target.posting));
  return { kind: "comparison", comparison, postings };
}

async function digestDocument(
  document: Document,
  { options, fresh, payer }: SpecOf<"summarise" | "digest">,
  pith: Pith,
  records: Records,
  context: JobContext,
): Promise<DigestResult> {
  let draftSaved: Promise<void> | null = null;
  let isEnded = false;
  const resultOf = (digest: Digest, key: string): DigestResult => {
    return { kind: "digest", digest, document: key, payer, estimateUsd: null, options };
  };
  /** Saves a draft and shows it. A draft that cannot be saved is not shown. */
  const saveDraft = async (draft: Digest): Promise<void> => {
    try {
      const key = await saveDocument(document, records, context);
      await context.saveDraft(resultOf({ ...draft, notices: [...draft.notices, "stopped_early"] }, key));
      if (!isEnded) context.report({ stage: "draft", digest: draft });
    } catch {
      // Saving the result may still succeed.
    }
  };
  const observed: TaskContext = {
    ...context,
    report(progress) {
      // A draft is shown once it is saved: whoever sees it can stop the job and keep it.
      if (progress.stage === "draft") draftSaved ??= saveDraft(progress.digest);
      else context.report(progress);
    },
  };
  try {
    const digest = await pith.digest(document, options, observed, fresh);
    isEnded = true;
    await draftSaved;
    return resultOf(digest, await saveDocument(document, records, context));
  } finally {
    isEnded = true;
    await draftSaved;
  }
}

/** Extracts the document from a source. If an attachment has no title, its file name becomes the title. */
async function read(source: PostedSource, bypassCache: boolean, pith: Pith, context: TaskContext): Promise<Document> {
  const document = await pith.extract(source, context, bypassCache);
  return { ...document, title: document.title ?? (source.from === "attachment" ? source.name : null) };
}

/**
 * Returns the document of a posting.
 * @throws PithError `no_document` if the posting or its document no longer exists
 */
async function loadDocument(posting: string, { postings, documents }: Records): Promise<Document> {
  const found = await postings.get(posting);
  const document = found && (await documents.get(found.document));
  if (!document) throw new PithError("no_document");
  return document;
}

/** Stores a document and returns its key. */
async function saveDocument(document: Document, records: Records, context: TaskContext): Promise<string> {
  // Validating, hashing and writing a long document block the event loop, so pending events are handled first.
  await yieldToEventLoop(context);
  // Omits the retrieval time, so that a page fetched twice is stored once.
  const { retrieved: _, ...stored } = document;
  return records.documents.save(stored);
}
