import {
  type Answer,
  type CompareOptions,
  type Comparison,
  type Digest,
  type Document,
  type Intake,
  type Options,
  type Pair,
  PithError,
  type Question,
  type Source,
  type TaskContext,
  withAddress,
} from "./model/index.ts";
import { detectLanguage } from "./text/index.ts";

/** The processing steps, provided by `app.ts`. Their results are cached; `loadSource` caches only web pages. */
export type Steps = {
  /** Fetches or opens a source. @param bypassCache fetch a page even if a recent copy is cached */
  loadSource(source: Source, context: TaskContext, bypassCache?: boolean): Promise<Intake>;
  /** Extracts the text and removes boilerplate, in a sandboxed process unless the source is short plain text. */
  read(intake: Intake, context: TaskContext): Promise<Document>;
  /** Writes a digest and verifies it. @param bypassCache write a new one even if one is cached */
  digest(document: Document, options: Options, context: TaskContext, bypassCache?: boolean): Promise<Digest>;
  /** Writes an answer and verifies it. `question.language` is never `auto` here. */
  answer(documents: Document[], question: Question, context: TaskContext): Promise<Answer>;
  /** Writes a comparison and verifies it. `options.language` is never `auto` here. */
  compare(documents: Pair<Document>, options: CompareOptions, context: TaskContext): Promise<Comparison>;
};

/**
 * The entry point of the application: digests a posted source with located quotes, answers questions about documents,
 * and compares them.
 */
export class Pith {
  readonly #steps: Steps;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  /**
   * Digests a source. The same text with the same options is digested only once, regardless of its name or address.
   * @param bypassCache fetch and digest again even if the page and the digest are cached
   * @throws PithError as `extract`; if `options.engine` resolves to `llm`, also as `Engine.digest`
   */
  async summarise(source: Source, options: Options, context: TaskContext, bypassCache = false): Promise<Digest> {
    const { loadSource, read, digest } = this.#steps;
    const intake = await loadSource(source, context, bypassCache);
    const document = await read(intake, context);
    return digest(withAddress(document, intake), options, context, bypassCache);
  }

  /**
   * Reads a source and returns its cleaned document.
   * @param bypassCache fetch a page even if a recent copy is cached
   * @throws PithError as the steps `loadSource` and `read`
   */
  async extract(source: Source, context: TaskContext, bypassCache = false): Promise<Document> {
    const intake = await this.#steps.loadSource(source, context, bypassCache);
    return withAddress(await this.#steps.read(intake, context), intake);
  }

  /**
   * Digests a document that was read earlier.
   * @throws PithError `stopped` if the task is cancelled; if `options.engine` resolves to `llm`, as `Engine.digest`
   */
  digest(document: Document, options: Options, context: TaskContext, bypassCache = false): Promise<Digest> {
    return this.#steps.digest(document, options, context, bypassCache);
  }

  /**
   * Answers a question from one or more documents. If they do not answer it, `answerable` is false and `nearest` is the
   * most relevant passage.
   * @throws PithError `stopped` if the task is cancelled; if `question.engine` resolves to `llm`, also as
   *   `Engine.answer`
   */
  ask(documents: Document[], question: Question, context: TaskContext): Promise<Answer> {
    return this.#steps.answer(documents, { ...question, language: answerLanguage(question, documents) }, context);
  }

  /**
   * Compares two documents: where they agree, where they differ, and what only one of them says, each with quotes.
   * @throws PithError `same_document` if both have the same text, `stopped` if the task is cancelled; if
   *   `options.engine` resolves to `llm`, also as `Engine.compare`
   */
  async compare(documents: Pair<Document>, options: CompareOptions, context: TaskContext): Promise<Comparison> {
    const [first, second] = documents;
    if (first.id === second.id) throw new PithError("same_document");
    const language = options.language === "auto" ? first.language : options.language;
    return this.#steps.compare(documents, { ...options, language }, context);
  }
}

/**
 * Resolves `auto` to the language of the question, or to that of the first document if the former cannot be detected.
 */
function answerLanguage({ language, text }: Question, documents: Document[]): string {
  if (language !== "auto") return language;
  const detected = detectLanguage(text);
  return detected === "und" ? (documents[0]?.language ?? "und") : detected;
}
