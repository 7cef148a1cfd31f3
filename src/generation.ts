import type { Outcome } from "./cache/index.ts";
import { answerFromFacts } from "./engine/index.ts";
import {
  type Answer,
  asPithError,
  breathe,
  type Claim,
  type Comparing,
  type Comparison,
  type Digest,
  type Document,
  type DraftDigest,
  type Engine,
  type EngineChoice,
  type ErrorCode,
  factsOf,
  NO_USAGE,
  type Notice,
  type Options,
  PithError,
  type Question,
  type Run,
  sumOf,
  type Two,
  type Usage,
} from "./model/index.ts";
import { verify, verifyAnswer, verifyClaims, verifyComparison } from "./verify/index.ts";

/** Who writes, and what is told to whom: handed in by `app.ts`. */
export type Writers = {
  engines: { extractive: Engine; llm: Engine | null };
  /** What an asker's `auto` means: without it, the model when there is one, and the extractive engine when that fails. */
  auto?: EngineChoice;
  now(): Date;
  /** Told of each fault of a model that people see only as a notice, since something stood in for it. */
  onModelFault?(fault: PithError): void;
};

/** Lets engines write, holds what they wrote against the text, and lets the extractive engine stand in for a model that fails. */
export class Writing {
  readonly #writers: Writers;

  constructor(writers: Writers) {
    this.#writers = writers;
  }

  /** What an asker's choice means here. */
  chosen({ engine }: { engine: EngineChoice }): EngineChoice {
    return engine === "auto" ? (this.#writers.auto ?? engine) : engine;
  }

  /** @throws PithError `model_unavailable` when a model is asked for and none is configured */
  engine({ engine }: { engine: EngineChoice }): Engine {
    const { extractive, llm } = this.#writers.engines;
    if (engine === "llm" && !llm) throw new PithError("model_unavailable", "none is configured");
    return engine === "extractive" || !llm ? extractive : llm;
  }

  /**
   * The extractive digest comes first: it is the draft that people see at once, and what stays when the model fails.
   * What stands in is not whole enough to be kept.
   * @param declined the model has declined this a moment ago, and is not asked again
   */
  async digest(document: Document, options: Options, run: Run, declined: boolean): Promise<Outcome<Digest>> {
    const { extractive } = this.#writers.engines;
    const engine = this.engine(options);
    const draft = await this.#digestBy(extractive, document, options, run, null);
    const isItsOwnGist = draft.gist === document.text;
    if (engine === extractive || isItsOwnGist) return { value: draft, keep: true };
    try {
      if (declined) throw new PithError("model_refused");
      run.report({ stage: "draft", digest: draft });
      return { value: await this.#digestBy(engine, document, options, run, draft.gist), keep: true };
    } catch (thrown) {
      const notices = [...draft.notices, this.#standInFor(thrown, options)];
      return { value: { ...draft, notices, usage: usageOf(thrown) }, keep: false };
    }
  }

  /** As `digest`, an answer. */
  async answer(documents: Document[], question: Question, run: Run): Promise<Outcome<Answer>> {
    const { extractive } = this.#writers.engines;
    const engine = this.engine(question);
    const [only] = documents;
    const known = only && documents.length === 1 ? answerFromFacts(question.text, only) : null;
    if (known !== null) return { value: { ...KNOWN, text: known, engine: extractive.mark("answer") }, keep: false };
    try {
      return { value: await answerBy(engine, documents, question, run), keep: true };
    } catch (thrown) {
      if (engine === extractive) throw thrown;
      const notice = this.#standInFor(thrown, question);
      const answer = await answerBy(extractive, documents, question, run);
      return { value: { ...answer, notices: [...answer.notices, notice], usage: usageOf(thrown) }, keep: false };
    }
  }

  /** As `digest`, a comparison. */
  async compare(documents: Two<Document>, options: Comparing, run: Run): Promise<Outcome<Comparison>> {
    const { extractive } = this.#writers.engines;
    const engine = this.engine(options);
    try {
      return { value: await compareBy(engine, documents, options, run), keep: true };
    } catch (thrown) {
      if (engine === extractive) throw thrown;
      const notice = this.#standInFor(thrown, options);
      const comparison = await compareBy(extractive, documents, options, run);
      const notices = [...comparison.notices, notice];
      return { value: { ...comparison, notices, usage: usageOf(thrown) }, keep: false };
    }
  }

  /** @param plainGist the extractive gist, which stands in for one that the document does not bear out */
  async #digestBy(
    engine: Engine,
    document: Document,
    options: Options,
    run: Run,
    plainGist: string | null,
  ): Promise<Digest> {
    // Each step over a long text holds the process for a while; between them others have their turn.
    await breathe(run);
    const draft = await engine.digest(document, options, run);
    await breathe(run);
    run.report({ stage: "verify", done: 0, total: draft.claims.length });
    const { gist, points, claims: held, notices } = await verify(draft, document, plainGist ?? draft.gist, run);
    const { claims, usage } = await this.#repaired(engine, document, held, draft, run);
    const { read, total } = document.coverage;
    return {
      document: factsOf(document),
      engine: draft.engine,
      language: draft.language,
      length: options.length,
      createdAt: this.#writers.now().toISOString(),
      notices: read < total ? [...notices, "read_in_part"] : notices,
      gist,
      points,
      claims,
      usage,
      cached: false,
    };
  }

  /** Claims that did not hold get one more try, all together; what holds then takes their place. */
  async #repaired(
    engine: Engine,
    document: Document,
    claims: Claim[],
    { language, usage }: Pick<DraftDigest, "language" | "usage">,
    run: Run,
  ): Promise<{ claims: Claim[]; usage: Usage }> {
    const failed = claims.filter(({ status }) => status === "unverified");
    if (!engine.repair || failed.length === 0) return { claims, usage };
    try {
      const repair = await engine.repair(document, failed, language, run);
      await breathe(run);
      const anew = await verifyClaims(repair.claims, language, document, run);
      const instead = new Map(failed.map((claim, i) => [claim, anew[i]]));
      return {
        claims: claims.map((claim) => (instead.get(claim)?.status === "verified" ? instead.get(claim)! : claim)),
        usage: sumOf(usage, repair.usage),
      };
    } catch (thrown) {
      const fault = asPithError(thrown);
      if (fault.code === "stopped") throw fault;
      this.#writers.onModelFault?.(fault);
      return { claims, usage: sumOf(usage, usageOf(fault)) };
    }
  }

  /** What is said when the extractive engine stands in for a model that failed. Whoever asked for the model gets the error. */
  #standInFor(thrown: unknown, { engine }: { engine: EngineChoice }): Notice {
    const fault = asPithError(thrown);
    if (fault.code === "stopped" || engine === "llm") throw fault;
    this.#writers.onModelFault?.(fault);
    return STAND_INS[fault.code] ?? "model_failed";
  }
}

/** An answer about the document itself: it rests on what is known of it, not on its text, and so has no quotes. */
const KNOWN = {
  documents: [],
  answerable: true,
  quotes: [],
  nearest: null,
  language: "en",
  notices: [],
  usage: NO_USAGE,
  cached: false,
};

async function answerBy(engine: Engine, documents: Document[], question: Question, run: Run): Promise<Answer> {
  const draft = await engine.answer(documents, question, run);
  const { engine: mark, language, usage } = draft;
  const verified = await verifyAnswer(draft, documents, question.text, run);
  return { documents: [], ...verified, engine: mark, language, usage, cached: false };
}

async function compareBy(engine: Engine, documents: Two<Document>, options: Comparing, run: Run): Promise<Comparison> {
  await breathe(run);
  const draft = await engine.compare(documents, options, run);
  await breathe(run);
  run.report({ stage: "verify", done: 0, total: 1 });
  const verified = await verifyComparison(draft, documents, run);
  const { engine: mark, language, usage } = draft;
  const isInPart = documents.some(({ coverage: { read, total } }) => read < total);
  const notices = isInPart ? [...verified.notices, "read_in_part" as const] : verified.notices;
  const facts: Comparison["documents"] = [factsOf(documents[0]), factsOf(documents[1])];
  return { documents: facts, ...verified, notices, engine: mark, language, usage, cached: false };
}

const STAND_INS: Partial<Record<ErrorCode, Notice>> = {
  too_large: "model_cut_short",
  over_budget: "over_budget",
  asks_first: "asks_first",
  model_refused: "model_refused",
};

/** What a model that failed was paid for all the same. */
const usageOf = (thrown: unknown): Usage => asPithError(thrown).usage ?? NO_USAGE;
