import type { Outcome } from "./cache/index.ts";
import { answerFromMetadata } from "./metadataAnswers.ts";
import {
  type Answer,
  asPithError,
  type CompareOptions,
  type Comparison,
  type Digest,
  type Document,
  type DraftAnswer,
  type Engine,
  type EngineChoice,
  type EngineFingerprint,
  type ErrorCode,
  factsOf,
  NO_USAGE,
  type Notice,
  type Options,
  type Pair,
  PithError,
  type Question,
  sumOf,
  type TaskContext,
  type Usage,
  yieldToEventLoop,
} from "./model/index.ts";
import { digestSection } from "./sectionDigest.ts";
import { isOwnGist } from "./statements/index.ts";
import { MAX_POINTS, withoutRepetitions } from "./text/index.ts";
import {
  fillUp,
  shortenGist,
  shortenPoints,
  verifyAnswer,
  verifyClaims,
  verifyComparison,
  verifyDigest,
} from "./verify/index.ts";

/** The dependencies of `Generation`, injected by `app.ts`. */
export type GenerationDeps = {
  engines: { extractive: Engine; llm: Engine | null };
  /**
   * The engine for requests that leave the choice open (`auto`). If this is also `auto`, or undefined, such requests
   * use the model if one is configured, and otherwise the extractive engine.
   */
  auto?: EngineChoice;
  now(): Date;
  /** Called for each model failure after which the user still gets a result. */
  onModelFault?(fault: PithError): void;
};

type EngineOption = { engine: EngineChoice };

/**
 * Generates digests, answers and comparisons. An engine writes a draft, and verification keeps what the document
 * supports. If the model fails, the extractive engine takes over. Such a fallback result is not cached (`keep: false`).
 * It also takes over if nothing that the model wrote holds; that result is cached, because the call was paid for.
 */
export class Generation {
  readonly #deps: GenerationDeps;
  /** Number of repair calls of the model that mended nothing, until one does. */
  #fruitlessRepairs = 0;

  constructor(deps: GenerationDeps) {
    this.#deps = deps;
  }

  /**
   * Returns the fingerprint of the engine that a request resolves to. It is part of every cache key.
   * @throws PithError `model_unavailable` if the request requires a model and none is configured
   */
  fingerprint(task: Parameters<Engine["fingerprint"]>[0], option: EngineOption): EngineFingerprint {
    return this.#engineFor(option).fingerprint(task);
  }

  /**
   * Digests a document. The extractive digest is always made first: it is shown as a draft, and it is the fallback if
   * the model fails. The model is not called if the document is so short that its whole text becomes the gist.
   * @throws PithError the error of the model if the request requires a model, `no_section` if the document has no such
   *   section, and `stopped` if the task is cancelled
   */
  async digest(document: Document, options: Options, context: TaskContext): Promise<Outcome<Digest>> {
    const { section } = options;
    if (section !== null)
      return digestSection(document, { ...options, section }, context, (part, partOptions, partContext) =>
        this.digest(part, partOptions, partContext),
      );
    const { extractive } = this.#deps.engines;
    const engine = this.#engineFor(options);
    const draft = await this.#digestBy(extractive, document, options, context, null);
    if (engine === extractive || isOwnGist(draft.gist, document)) return { value: draft, keep: true };
    return this.#withFallback(
      options,
      async () => {
        context.report({ stage: "draft", digest: draft });
        return this.#digestBy(engine, document, options, context, draft);
      },
      async () => draft,
    );
  }

  /**
   * Answers a question about the metadata of a single document from that metadata, and any other question from the
   * text.
   * @throws PithError as `digest`
   */
  async answer(documents: Document[], question: Question, context: TaskContext): Promise<Outcome<Answer>> {
    const { extractive } = this.#deps.engines;
    const engine = this.#engineFor(question);
    const [only] = documents;
    const metadataAnswer = only && documents.length === 1 ? answerFromMetadata(question.text, only) : null;
    if (metadataAnswer !== null) {
      const { text, locale } = metadataAnswer;
      const value = { ...METADATA_ANSWER, text, language: locale, engine: extractive.fingerprint("answer") };
      return { value, keep: false };
    }
    if (engine === extractive) return { value: await answerBy(engine, documents, question, context), keep: true };
    return this.#withFallback(
      question,
      () => answerByModel(engine, extractive, documents, question, context),
      () => answerBy(extractive, documents, question, context),
    );
  }

  /** Compares two documents. @throws PithError as `digest` */
  async compare(
    documents: Pair<Document>,
    options: CompareOptions,
    context: TaskContext,
  ): Promise<Outcome<Comparison>> {
    const { extractive } = this.#deps.engines;
    const engine = this.#engineFor(options);
    if (engine === extractive) return { value: await compareBy(engine, documents, options, context), keep: true };
    return this.#withFallback(
      options,
      () => compareBy(engine, documents, options, context),
      () => compareBy(extractive, documents, options, context),
    );
  }

  #resolve({ engine }: EngineOption): EngineChoice {
    return engine === "auto" ? (this.#deps.auto ?? engine) : engine;
  }

  #engineFor(option: EngineOption): Engine {
    const { extractive, llm } = this.#deps.engines;
    const choice = this.#resolve(option);
    if (choice === "llm" && !llm) throw new PithError("model_unavailable", "none is set up");
    return choice === "extractive" || !llm ? extractive : llm;
  }

  /**
   * Returns the result of the model. If the model fails, returns the extractive result with a notice about the failure.
   * @throws PithError the error of the model if the request requires a model, and `stopped` if the task is cancelled
   */
  async #withFallback<T extends { notices: Notice[]; usage: Usage }>(
    option: EngineOption,
    byModel: () => Promise<T>,
    byExtraction: () => Promise<T>,
  ): Promise<Outcome<T>> {
    try {
      return { value: await byModel(), keep: true };
    } catch (thrown) {
      const fault = asPithError(thrown);
      if (fault.code === "stopped" || this.#resolve(option) === "llm") throw fault;
      this.#deps.onModelFault?.(fault);
      const fallback = await byExtraction();
      const notices = [...fallback.notices, FALLBACK_NOTICES[fault.code] ?? "model_failed"];
      return { value: { ...fallback, notices, usage: usageOf(fault) }, keep: false };
    }
  }

  /**
   * @param extract the extractive digest, which replaces a draft of which nothing holds; null if that is the draft
   */
  async #digestBy(
    engine: Engine,
    document: Document,
    options: Options,
    context: TaskContext,
    extract: Digest | null,
  ): Promise<Digest> {
    // Each step can block the event loop for a while if the text is long, so yield between the steps.
    await yieldToEventLoop(context);
    const draft = shortenGist(await engine.digest(document, options, context), document, options.length);
    await yieldToEventLoop(context);
    context.report({ stage: "verify", done: 0, total: draft.claims.length });
    const { gist, ...verified } = shortenPoints(
      await verifyDigest(draft, document, context, options.length),
      document,
      {
        engine: draft.engine,
        length: options.length,
      },
    );
    if (gist === null && extract) return replaceUnsupported(extract, draft.usage, verified);
    const { read, total } = document.coverage;
    const digest: Digest = {
      ...verified,
      document: factsOf(document),
      engine: draft.engine,
      language: draft.language,
      length: options.length,
      createdAt: this.#deps.now().toISOString(),
      notices: read < total ? [...verified.notices, "read_in_part"] : verified.notices,
      gist: gist ?? draft.gist,
      usage: draft.usage,
      cached: false,
    };
    const repaired = await this.#repair(engine, document, digest, context);
    return extract ? fillUp(repaired, extract, document) : repaired;
  }

  /**
   * If fewer claims hold than the digest may have points, asks the engine, in a single call, to correct the others.
   * Corrections that pass verification replace the originals, and become points as far as these are too few. If the call
   * fails, the digest stays as it is. Models whose corrections never hold are not asked again.
   */
  async #repair(engine: Engine, document: Document, digest: Digest, context: TaskContext): Promise<Digest> {
    const failed = digest.claims.filter(({ status }) => status === "unverified");
    const isEnough = digest.claims.length - failed.length >= MAX_POINTS[digest.length];
    if (!engine.repair || failed.length === 0 || isEnough || this.#fruitlessRepairs >= MAX_FRUITLESS_REPAIRS)
      return digest;
    try {
      const repair = await engine.repair(document, failed, digest.language, context);
      await yieldToEventLoop(context);
      const verified = await verifyClaims(repair.claims, digest.language, document, context);
      const corrected = new Map(
        failed.flatMap((claim, i) => (verified[i]?.status === "verified" ? [[claim, verified[i]!] as const] : [])),
      );
      this.#fruitlessRepairs = corrected.size ? Number.NEGATIVE_INFINITY : this.#fruitlessRepairs + 1;
      const points = [...corrected.values()].map(({ text, quote }) => ({ text, quotes: quote ? [quote] : [] }));
      return shortenPoints(
        {
          ...digest,
          points: withoutRepetitions([...digest.points, ...points], [digest.gist]),
          claims: digest.claims.map((claim) => corrected.get(claim) ?? claim),
          usage: sumOf(digest.usage, repair.usage),
        },
        document,
        digest,
      );
    } catch (thrown) {
      const fault = asPithError(thrown);
      if (fault.code === "stopped") throw fault;
      this.#deps.onModelFault?.(fault);
      return { ...digest, usage: sumOf(digest.usage, usageOf(fault)) };
    }
  }
}

/** A model of which this many repair calls mended nothing, and none mended anything, is not asked to repair again. */
const MAX_FRUITLESS_REPAIRS = 2;

/**
 * Returns the extractive digest in place of a model's digest of which neither the gist nor a point holds. What the model
 * wrote and what it cost are kept: dropped statements and unverified claims.
 */
function replaceUnsupported(
  extract: Digest,
  usage: Usage,
  { claims, dropped }: Pick<Digest, "claims" | "dropped">,
): Digest {
  const unverified = claims.filter(({ status }) => status === "unverified");
  return {
    ...extract,
    notices: [...extract.notices, "model_unsupported"],
    claims: [...extract.claims, ...unverified],
    dropped,
    usage,
  };
}

/** The fixed fields of an answer from metadata. It has no quotes, because it is not based on the text. */
const METADATA_ANSWER = {
  documents: [],
  answerable: true,
  quotes: [],
  nearest: null,
  notices: [],
  usage: NO_USAGE,
  cached: false,
};

async function answerBy(
  engine: Engine,
  documents: Document[],
  question: Question,
  context: TaskContext,
): Promise<Answer> {
  return verifiedAnswer(await engine.answer(documents, question, context), documents, question, context);
}

async function verifiedAnswer(
  draft: DraftAnswer,
  documents: Document[],
  question: Question,
  context: TaskContext,
): Promise<Answer> {
  const { engine: fingerprint, language, usage } = draft;
  const verified = await verifyAnswer(draft, documents, question.text, context);
  return { documents: [], ...verified, engine: fingerprint, language, usage, cached: false };
}

/** Answers by the model or, if nothing that it answers holds, by the extractive engine, if that is sure. */
async function answerByModel(
  model: Engine,
  extractive: Engine,
  documents: Document[],
  question: Question,
  context: TaskContext,
): Promise<Answer> {
  const answer = await answerBy(model, documents, question, context);
  if (answer.answerable || !answer.notices.includes("quotes_dropped")) return answer;
  const draft = await extractive.answer(documents, question, context);
  if (!draft.isSure) return answer;
  const extract = await verifiedAnswer(draft, documents, question, context);
  return { ...extract, notices: [...extract.notices, "model_unsupported"], usage: answer.usage };
}

async function compareBy(
  engine: Engine,
  documents: Pair<Document>,
  options: CompareOptions,
  context: TaskContext,
): Promise<Comparison> {
  await yieldToEventLoop(context);
  const draft = await engine.compare(documents, options, context);
  await yieldToEventLoop(context);
  context.report({ stage: "verify", done: 0, total: 1 });
  const verified = await verifyComparison(draft, documents, context);
  const { engine: fingerprint, language, usage } = draft;
  const isInPart = documents.some(({ coverage: { read, total } }) => read < total);
  const notices = isInPart ? [...verified.notices, "read_in_part" as const] : verified.notices;
  const facts: Comparison["documents"] = [factsOf(documents[0]), factsOf(documents[1])];
  return { documents: facts, ...verified, notices, engine: fingerprint, language, usage, cached: false };
}

const FALLBACK_NOTICES: Partial<Record<ErrorCode, Notice>> = {
  too_large: "model_cut_short",
  over_budget: "over_budget",
  asks_first: "asks_first",
  model_refused: "model_refused",
};

/** The usage that a failed model call was billed for; zero if no model was called. */
const usageOf = (thrown: unknown): Usage => asPithError(thrown).usage ?? NO_USAGE;
