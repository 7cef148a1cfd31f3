import {
  answerKey,
  type Cache,
  digestKey,
  documentKey,
  type Outcome,
  parseAnswer,
  parseDigest,
  parseDocument,
} from "./cache/index.ts";
import {
  type Answer,
  asPithError,
  breathe,
  type Claim,
  type Digest,
  type Document,
  type DraftDigest,
  type Engine,
  type EngineChoice,
  type ErrorCode,
  factsOf,
  type Intake,
  NO_USAGE,
  type Notice,
  type Options,
  PithError,
  postedAt,
  type Question,
  type Run,
  type Source,
  sumOf,
  type Usage,
} from "./model/index.ts";
import { detectLanguage } from "./text/index.ts";
import { placeAnswer, placeDigest, verify, verifyAnswer, verifyClaims } from "./verify/index.ts";

/** What reaches outside, handed in by `app.ts`: the intake, the reading process, the engines, the cache, the clock. */
export type Steps = {
  takeIn(source: Source, run: Run): Promise<Intake>;
  read(intake: Intake, run: Run): Promise<Document>;
  engines: { extractive: Engine; llm: Engine | null };
  /** What an asker's `auto` means: without it, the model when there is one, and the extractive engine when that fails. */
  auto?: EngineChoice;
  cache: Cache;
  now(): Date;
  /** Told of each fault of a model that people see only as a notice, since something stood in for it. */
  onModelFault?(fault: PithError): void;
};

/** The product: a posted thing becomes a cited digest, and questions about it get cited answers. */
export class Pith {
  readonly #steps: Steps;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  /**
   * A posted thing as a cleaned document.
   * @throws PithError what taking in and reading throw: one code per cause, and nothing of it is kept
   */
  async extract(source: Source, run: Run): Promise<Document> {
    const { takeIn, read, cache } = this.#steps;
    const intake = await takeIn(source, run);
    const { value: document } = await cache.remember(documentKey(intake), parseDocument, run, async (shared) => {
      const document = await read(intake, shared);
      if (document.words === 0) throw new PithError("empty");
      return { value: document, keep: true };
    });
    return postedAt(document, intake.url);
  }

  /**
   * A posted thing as a digest. The same content with the same options is worked on once, whatever its name or address.
   * @param fresh writes it anew although one is remembered
   * @throws PithError as `extract`, and of the model's when `options.engine` is `llm`
   */
  async summarise(source: Source, options: Options, run: Run, fresh = false): Promise<Digest> {
    return this.digest(await this.extract(source, run), options, run, fresh);
  }

  /** As `summarise`, of a document that was read before. @throws PithError as `summarise` */
  async digest(document: Document, asked: Options, run: Run, fresh = false): Promise<Digest> {
    const options = { ...asked, engine: this.#chosen(asked) };
    const engine = this.#engine(options);
    const key = digestKey(document.id, options, engine.mark("digest"));
    const parse = (stored: unknown): Digest | undefined => parseDigest(stored, document);
    const write = (shared: Run): Promise<Outcome<Digest>> => this.#digest(document, options, engine, shared);
    const { value, cached } = await this.#steps.cache.remember(key, parse, run, write, fresh);
    const placed = cached ? placeDigest(value, document) : value;
    return { ...placed, document: factsOf(document), ...(cached && { usage: NO_USAGE }), cached };
  }

  /**
   * An answer out of whole documents, or "The document does not say." with the passage that is nearest.
   * @throws PithError of the model's when `question.engine` is `llm`, and `stopped`
   */
  async ask(documents: Document[], question: Question, run: Run): Promise<Answer> {
    const asked = { ...question, language: languageOf(question, documents), engine: this.#chosen(question) };
    const engine = this.#engine(asked);
    const key = answerKey(
      documents.map((document) => document.id),
      asked,
      engine.mark("answer"),
    );
    const parse = (stored: unknown): Answer | undefined => parseAnswer(stored, documents);
    const write = (shared: Run): Promise<Outcome<Answer>> => this.#answer(documents, asked, engine, shared);
    const { value, cached } = await this.#steps.cache.remember(key, parse, run, write);
    const sources = documents.map(({ id, title, url }) => ({ id, title, url }));
    const placed = placeAnswer(value, documents);
    return { ...placed, documents: sources, ...(cached && { usage: NO_USAGE }), cached };
  }

  #chosen({ engine }: Pick<Options, "engine">): EngineChoice {
    return engine === "auto" ? (this.#steps.auto ?? engine) : engine;
  }

  /** @throws PithError `model_unavailable` when a model is asked for and none is configured */
  #engine({ engine }: Pick<Options, "engine">): Engine {
    const { extractive, llm } = this.#steps.engines;
    if (engine === "llm" && !llm) throw new PithError("model_unavailable", "none is configured");
    return engine === "extractive" || !llm ? extractive : llm;
  }

  /** The extractive digest comes first: it is the draft that people see at once, and what stays when the model fails. */
  async #digest(document: Document, options: Options, engine: Engine, run: Run): Promise<Outcome<Digest>> {
    const { extractive } = this.#steps.engines;
    const draft = await this.#digestBy(extractive, document, options, run, null);
    const isItsOwnGist = draft.gist === document.text;
    if (engine === extractive || isItsOwnGist) return { value: draft, keep: true };
    run.report({ stage: "draft", digest: draft });
    try {
      return { value: await this.#digestBy(engine, document, options, run, draft.gist), keep: true };
    } catch (thrown) {
      const notices = [...draft.notices, this.#standInFor(thrown, options)];
      return { value: { ...draft, notices, usage: usageOf(thrown) }, keep: false };
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
    const { gist, points, claims: held, notices } = verify(draft, document, plainGist ?? draft.gist);
    const { claims, usage } = await this.#repaired(engine, document, held, draft, run);
    const { read, total } = document.coverage;
    return {
      document: factsOf(document),
      engine: draft.engine,
      language: draft.language,
      length: options.length,
      createdAt: this.#steps.now().toISOString(),
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
      const anew = verifyClaims(repair.claims, language, document);
      const instead = new Map(failed.map((claim, i) => [claim, anew[i]]));
      return {
        claims: claims.map((claim) => (instead.get(claim)?.status === "verified" ? instead.get(claim)! : claim)),
        usage: sumOf(usage, repair.usage),
      };
    } catch (thrown) {
      const fault = asPithError(thrown);
      if (fault.code === "stopped") throw fault;
      this.#steps.onModelFault?.(fault);
      return { claims, usage: sumOf(usage, usageOf(fault)) };
    }
  }

  async #answer(documents: Document[], question: Question, engine: Engine, run: Run): Promise<Outcome<Answer>> {
    try {
      return { value: await this.#answerBy(engine, documents, question, run), keep: true };
    } catch (thrown) {
      const { extractive } = this.#steps.engines;
      if (engine === extractive) throw thrown;
      const notice = this.#standInFor(thrown, question);
      const answer = await this.#answerBy(extractive, documents, question, run);
      return { value: { ...answer, notices: [...answer.notices, notice], usage: usageOf(thrown) }, keep: false };
    }
  }

  /** What is said when the extractive engine stands in for a model that failed. Whoever asked for the model gets the error. */
  #standInFor(thrown: unknown, { engine }: Pick<Options, "engine">): Notice {
    const fault = asPithError(thrown);
    if (fault.code === "stopped" || engine === "llm") throw fault;
    this.#steps.onModelFault?.(fault);
    return STAND_INS[fault.code] ?? "model_failed";
  }

  async #answerBy(engine: Engine, documents: Document[], question: Question, run: Run): Promise<Answer> {
    const draft = await engine.answer(documents, question, run);
    const { engine: mark, language, usage } = draft;
    return {
      documents: [],
      ...verifyAnswer(draft, documents, question.text),
      engine: mark,
      language,
      usage,
      cached: false,
    };
  }
}

const STAND_INS: Partial<Record<ErrorCode, Notice>> = {
  too_large: "model_cut_short",
  over_budget: "over_budget",
  model_refused: "model_refused",
};

/** What a model that failed was paid for all the same. */
const usageOf = (thrown: unknown): Usage => asPithError(thrown).usage ?? NO_USAGE;

function languageOf({ language, text }: Question, documents: Document[]): string {
  if (language !== "auto") return language;
  const detected = detectLanguage(text);
  return detected === "und" ? (documents[0]?.language ?? "und") : detected;
}
