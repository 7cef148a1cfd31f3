import {
  answerKey,
  type Cache,
  comparisonKey,
  digestKey,
  documentKey,
  parseAnswer,
  parseComparison,
  parseDigest,
  parseDocument,
} from "./cache/index.ts";
import { type Writers, Writing } from "./generation.ts";
import {
  type Answer,
  type Comparing,
  type Comparison,
  type Digest,
  type Document,
  factsOf,
  type Intake,
  NO_USAGE,
  type Options,
  PithError,
  postedAt,
  type Question,
  type Run,
  type Source,
  type Two,
} from "./model/index.ts";
import { detectLanguage } from "./text/index.ts";
import { placeAnswer, placeComparison, placeDigest } from "./verify/index.ts";

/** What reaches outside, handed in by `app.ts`: the intake, the reading process, the engines, the cache, the clock. */
export type Steps = Writers & {
  takeIn(source: Source, run: Run, fresh: boolean): Promise<Intake>;
  read(intake: Intake, run: Run): Promise<Document>;
  cache: Cache;
};

/** The product: a posted thing becomes a cited digest, and questions about it get cited answers. */
export class Pith {
  readonly #steps: Steps;
  readonly #writing: Writing;

  constructor(steps: Steps) {
    this.#steps = steps;
    this.#writing = new Writing(steps);
  }

  /**
   * A posted thing as a cleaned document.
   * @param fresh fetches anew what was fetched a moment ago
   * @throws PithError what taking in and reading throw: one code per cause, and nothing of it is kept
   */
  async extract(source: Source, run: Run, fresh = false): Promise<Document> {
    const { takeIn, read, cache } = this.#steps;
    const intake = await takeIn(source, run, fresh);
    const { value: document } = await cache.remember(documentKey(intake), parseDocument, run, async (shared) => {
      const document = await read(intake, shared);
      if (document.words === 0) throw new PithError("empty");
      return { value: document, keep: true };
    });
    return postedAt(document, intake);
  }

  /**
   * A posted thing as a digest. The same content with the same options is worked on once, whatever its name or address.
   * @param fresh fetches and writes it anew although it is remembered
   * @throws PithError as `extract`, and of the model's when `options.engine` is `llm`
   */
  async summarise(source: Source, options: Options, run: Run, fresh = false): Promise<Digest> {
    return this.digest(await this.extract(source, run, fresh), options, run, fresh);
  }

  /** As `summarise`, of a document that was read before. @throws PithError as `summarise` */
  async digest(document: Document, asked: Options, run: Run, fresh = false): Promise<Digest> {
    const { cache } = this.#steps;
    const options = { ...asked, engine: this.#writing.chosen(asked) };
    const mark = this.#writing.engine(options).mark("digest");
    const key = digestKey(document.id, options, mark);
    const parse = (stored: unknown): Digest | undefined => parseDigest(stored, document);
    const { value, cached } = await cache.remember(
      key,
      parse,
      run,
      async (shared) => {
        const declined = mark.kind === "llm" && !fresh && (await cache.isNoted(`declined ${key}`));
        const outcome = await this.#writing.digest(document, options, shared, declined);
        if (outcome.value.notices.includes("model_refused")) await cache.note(`declined ${key}`);
        return outcome;
      },
      fresh,
    );
    const placed = cached ? placeDigest(value, document) : value;
    return { ...placed, document: factsOf(document), ...(cached && { usage: NO_USAGE }), cached };
  }

  /**
   * An answer out of whole documents, or "The document does not say." with the passage that is nearest.
   * @throws PithError of the model's when `question.engine` is `llm`, and `stopped`
   */
  async ask(documents: Document[], question: Question, run: Run): Promise<Answer> {
    const asked = { ...question, language: languageOf(question, documents), engine: this.#writing.chosen(question) };
    const ids = documents.map(({ id }) => id);
    const key = answerKey(ids, asked, this.#writing.engine(asked).mark("answer"));
    const parse = (stored: unknown): Answer | undefined => parseAnswer(stored, documents);
    const { value, cached } = await this.#steps.cache.remember(key, parse, run, (shared) =>
      this.#writing.answer(documents, asked, shared),
    );
    const sources = documents.map(({ id, title, url }) => ({ id, title, url }));
    const placed = placeAnswer(value, documents);
    return { ...placed, documents: sources, ...(cached && { usage: NO_USAGE }), cached };
  }

  /**
   * In what two documents agree and differ, and what only one of them says, each with quotes.
   * @throws PithError `same_document`, of the model's when `options.engine` is `llm`, and `stopped`
   */
  async compare(documents: Two<Document>, options: Comparing, run: Run): Promise<Comparison> {
    const [first, second] = documents;
    if (first.id === second.id) throw new PithError("same_document");
    const language = options.language === "auto" ? first.language : options.language;
    const asked = { language, engine: this.#writing.chosen(options) };
    const key = comparisonKey([first.id, second.id], asked, this.#writing.engine(asked).mark("compare"));
    const parse = (stored: unknown): Comparison | undefined => parseComparison(stored, documents);
    const { value, cached } = await this.#steps.cache.remember(key, parse, run, (shared) =>
      this.#writing.compare(documents, asked, shared),
    );
    const placed = placeComparison(value, documents);
    const facts: Comparison["documents"] = [factsOf(first), factsOf(second)];
    return { ...placed, documents: facts, ...(cached && { usage: NO_USAGE }), cached };
  }
}

function languageOf({ language, text }: Question, documents: Document[]): string {
  if (language !== "auto") return language;
  const detected = detectLanguage(text);
  return detected === "und" ? (documents[0]?.language ?? "und") : detected;
}
