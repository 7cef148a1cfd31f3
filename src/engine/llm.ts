import {
  breathe,
  type Document,
  type DraftAnswer,
  type DraftDigest,
  type Engine,
  type Length,
  type Options,
  PithError,
  type Question,
  type Run,
  type Span,
} from "../model/index.ts";
import { estimateTokens, sentences } from "../text/index.ts";
import type { ChatModel } from "./openai.ts";
import { fillTask, type Prompt } from "./prompt.ts";
import { ModelAnswer, ModelDigest } from "./schemas.ts";

const POINTS: Record<Length, number> = { headline: 1, brief: 3, standard: 5, detailed: 9 };
const CLAIMS: Record<Length, number> = { headline: 2, brief: 4, standard: 8, detailed: 16 };
const OUTPUT_TOKENS: Record<Length, number> = { headline: 1000, brief: 2000, standard: 4000, detailed: 8000 };
const ANSWER_TOKENS = 2000;

/** The engine that asks a language model. What it returns is a draft: verification decides what of it is shown. */
export function llmEngine(model: ChatModel, prompts: { digest: Prompt; answer: Prompt }): Engine {
  return {
    mark: (task) => ({ kind: "llm", model: model.endpoint.name, prompt: prompts[task].hash }),

    async digest(document: Document, options: Options, run: Run): Promise<DraftDigest> {
      const { length, focus } = options;
      const language = options.language === "auto" ? document.language : options.language;
      const { numbered, spans } = fence(document);
      await breathe(run);
      const task = fillTask(prompts.digest, {
        points: POINTS[length],
        claims: CLAIMS[length],
        language: languageName(language),
        focus,
      });
      const user = `${numbered}\n\n${task}`;
      checkFits(`${prompts.digest.system}\n${user}`, OUTPUT_TOKENS[length], model);
      run.report({ stage: "digest", done: 0, total: 1 });
      const { value, usage } = await model.ask(
        {
          name: "digest",
          schema: ModelDigest,
          system: prompts.digest.system,
          user,
          maxOutputTokens: OUTPUT_TOKENS[length],
        },
        run.signal,
      );
      run.report({ stage: "digest", done: 1, total: 1 });
      // A number that no sentence has becomes a quote that stands nowhere, so that verification drops it and says so.
      const cut = (id: number): string => {
        const span = spans[id - 1];
        return span ? document.text.slice(span.start, span.end) : "";
      };
      return {
        engine: this.mark("digest"),
        language,
        gist: value.gist,
        points: value.points.map((point) => ({ text: point.text, quotes: point.sentences.map(cut) })),
        claims: value.claims.map(({ sentence, ...claim }) => ({
          ...claim,
          quote: claim.quote || cut(sentence),
        })),
        notices: [],
        usage,
      };
    },

    async answer(documents: Document[], question: Question, run: Run): Promise<DraftAnswer> {
      const numbered = documents.map((document) => fence(document).numbered).join("\n\n");
      const task = fillTask(prompts.answer, { question: question.text, language: languageName(question.language) });
      const user = `${numbered}\n\n${task}`;
      checkFits(`${prompts.answer.system}\n${user}`, ANSWER_TOKENS, model);
      run.report({ stage: "answer", done: 0, total: 1 });
      const { value, usage } = await model.ask(
        { name: "answer", schema: ModelAnswer, system: prompts.answer.system, user, maxOutputTokens: ANSWER_TOKENS },
        run.signal,
      );
      return { engine: this.mark("answer"), language: question.language, ...value, notices: [], usage };
    },
  };
}

/** The document as data for a model: one sentence a line behind its number. `spans[n - 1]` is sentence n in `text`. */
function fence(document: Document): { numbered: string; spans: Span[] } {
  const spans = sentences(document.text, document.language);
  const lines = spans.map(({ start, end }, i) => `${i + 1} ${defuse(document.text.slice(start, end))}`);
  const title = document.title ? `Title: ${defuse(document.title)}\n` : "";
  return { numbered: `<document>\n${title}${lines.join("\n")}\n</document>`, spans };
}

/** A document must not be able to close its own fence. */
const defuse = (text: string): string => text.replace(/\s+/g, " ").replace(/<(?=\/?document>)/gi, "‹");

/** @throws PithError `too_large` when prompt and answer do not fit into the model's context */
function checkFits(prompt: string, outputTokens: number, model: ChatModel): void {
  const needed = estimateTokens(prompt) + outputTokens;
  if (needed > model.endpoint.contextTokens) throw new PithError("too_large", `about ${needed} tokens`);
}

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

function languageName(tag: string): string {
  if (tag === "und") return "the document's language";
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag; // not a BCP-47 tag: the model gets the asker's own word for the language
  }
}
