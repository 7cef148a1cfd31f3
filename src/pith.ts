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

/** The steps of the product. `app.ts` wires them up and wraps the cache around them. */
export type Steps = {
  /** Fetches or opens a source. @param bypassCache fetch a page even if a recent copy is cached */
  loadSource(source: Source, context: TaskContext, bypassCache?: boolean): Promise<Intake>;
  /** Extracts the text and removes boilerplate, in a sandboxed process. */
  read(intake: Intake, context: TaskContext): Promise<Document>;
  /** Writes a digest and verifies it. @param bypassCache write a new one even if one is cached */
  digest(document: Document, options: Options, context: TaskContext, bypassCache?: boolean): Promise<Digest>;
  /** Writes an answer and verifies it. `question.language` is never `auto` here. */
  answer(documents: Document[], question: Question, context: TaskContext): Promise<Answer>;
  /** Writes a comparison and verifies it. `options.language` is never `auto` here. */
  compare(documents: Pair<Document>, options: CompareOptions, context: TaskContext): Promise<Comparison>;
};

/** The product: turns a posted source into a digest with located quotes, and answers questions about it. */
export class Pith {
  readonly #steps: Steps;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  /**
   * Digests a source. The same text with the same options is digested once, whatever its name or address.
   * @param bypassCache fetch and digest again even if both are cached
   * @throws PithError one code per cause: those of `loadSource` and `read`, and with `options.engine` `llm` the model's
   */
  async summarise(source: Source, options: Options, context: TaskContext, bypassCache = false): Promise<Digest> {
    const { loadSource, read, digest } = this.#steps;
    const intake = await loadSource(source, context, bypassCache);
    const document = await read(intake, context);
    return digest(withAddress(document, intake), options, context, bypassCache);
  }

  /**
   * The cleaned document of a source.
   * @param bypassCache fetch a page even if a recent copy is cached
   * @throws PithError as `summarise`, except for the model's codes
   */
  async extract(source: Source, context: TaskContext, bypassCache = false): Promise<Document> {
    const intake = await this.#steps.loadSource(source, context, bypassCache);
    return withAddress(await this.#steps.read(intake, context), intake);
  }

  /** Digests a document that was read earlier. @throws PithError as `summarise` */
  digest(document: Document, options: Options, context: TaskContext, bypassCache = false): Promise<Digest> {
    return this.#steps.digest(document, options, context, bypassCache);
  }

  /**
   * Answers a question from whole documents, or says that they do not answer it and quotes the nearest passage.
   * @throws PithError with `question.engine` `llm` the model's codes, and `stopped`
   */
  ask(documents: Document[], question: Question, context: TaskContext): Promise<Answer> {
    return this.#steps.answer(documents, { ...question, language: answerLanguage(question, documents) }, context);
  }

  /**
   * Compares two documents: where they agree and differ, and what only one of them says, each with quotes.
   * @throws PithError `same_document`, with `options.engine` `llm` the model's codes, and `stopped`
   */
  async compare(documents: Pair<Document>, options: CompareOptions, context: TaskContext): Promise<Comparison> {
    const [first, second] = documents;
    if (first.id === second.id) throw new PithError("same_document");
    const language = options.language === "auto" ? first.language : options.language;
    return this.#steps.compare(documents, { ...options, language }, context);
  }
}

/** `auto` is the language of the question, or where that cannot be told, of the first document. */
function answerLanguage({ language, text }: Question, documents: Document[]): string {
  if (language !== "auto") return language;
  const detected = detectLanguage(text);
  return detected === "und" ? (documents[0]?.language ?? "und") : detected;
}
