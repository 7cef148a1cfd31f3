import {
  asPithError,
  type Claim,
  type Comparing,
  type Document,
  type DraftAnswer,
  type DraftClaim,
  type DraftComparison,
  type DraftDigest,
  type Engine,
  type Options,
  PithError,
  type Question,
  type Run,
  type Two,
  type Usage,
} from "../../model/index.ts";
import { answerByModel } from "./answer.ts";
import type { ChatModel } from "./client/chatModel.ts";
import { compareByModel } from "./compare.ts";
import { languageName } from "./languageName.ts";
import { Digesting, type Plan } from "./mapReduceDigest.ts";
import { fence, linesOf } from "./numberedLines.ts";
import type { Prompts } from "./prompts.ts";
import { quoted, quotedClaim } from "./quoteMapping.ts";
import { around, failedLines } from "./repair.ts";
import { ModelRepair } from "./responseSchemas.ts";

const REPAIR_TOKENS = 3000;

/** What a digest may take: tokens at all, and US dollars before its asker is asked; null for no limit. */
type Limits = { runTokens: number | null; askUsd: number | null };
const UNLIMITED: Limits = { runTokens: null, askUsd: null };

/**
 * The engine that asks a language model. What it returns is a draft: verification decides what of it is shown.
 * @param limits what one digest may take in all, by estimate, before it is begun
 */
export function llmEngine(model: ChatModel, prompts: Prompts, { runTokens, askUsd }: Limits = UNLIMITED): Engine {
  const hashes = {
    digest: prompts.hash("digest", "map", "reduce", "repair"),
    answer: prompts.hash("answer"),
    compare: prompts.hash("compare"),
  };
  const mark: Engine["mark"] = (task) => ({ kind: "llm", model: model.endpoint.name, prompt: hashes[task] });

  const withinLimits = (plan: Plan, { agreed }: Options): Plan => {
    const { tokens, costUsd } = costOf(plan, model);
    if (runTokens !== null && tokens > runTokens) throw new PithError("over_budget", `about ${tokens} tokens`);
    if (!agreed && askUsd !== null && costUsd !== null && costUsd > askUsd) throw new PithError("asks_first");
    return plan;
  };

  return {
    mark,

    async digest(document: Document, options: Options, run: Run): Promise<DraftDigest> {
      const lines = await linesOf(document, run);
      const digesting = new Digesting(model, prompts, { document, lines, options }, run);
      const write = (): ReturnType<Digesting["write"]> => {
        const plan = digesting.plan();
        run.report({ stage: "plan", ...costOf(plan, model) });
        return digesting.write(withinLimits(plan, options));
      };
      const believed = model.contextTokens;
      const written = await write()
        .catch((thrown: unknown) => {
          // The server has shown that it holds less than was believed: once more, in smaller parts.
          if (asPithError(thrown).code !== "too_large" || model.contextTokens === believed) throw thrown;
          return write();
        })
        .catch((thrown: unknown) => {
          throw withUsage(thrown, digesting.usage);
        });
      const language = options.language === "auto" ? document.language : options.language;
      return {
        engine: mark("digest"),
        language,
        ...quoted(written, document, lines),
        notices: [],
        usage: digesting.usage,
      };
    },

    async repair(document: Document, failed: Claim[], language: string, run: Run) {
      const lines = await linesOf(document, run);
      const shown = await around(failed, document, lines, run);
      const task = prompts.task("repair", { failed: failedLines(failed), language: languageName(language) });
      const fenced = fence(
        document.title,
        shown.map((n) => [n, lines[n - 1]!.text] as const),
      );
      const { value, usage } = await model.ask(
        {
          name: "repair",
          schema: ModelRepair,
          system: prompts.system,
          user: `${fenced}\n\n${task}`,
          maxOutputTokens: REPAIR_TOKENS,
        },
        document.id,
        run.signal,
      );
      const repaired = new Map<number, DraftClaim>();
      for (const claim of value.claims) repaired.set(claim.n - 1, quotedClaim(claim, document, lines));
      return { claims: failed.map((_, i) => repaired.get(i) ?? null), usage };
    },

    async answer(documents: Document[], question: Question, run: Run): Promise<DraftAnswer> {
      run.report({ stage: "answer", done: 0, total: 1 });
      const { value, usage, notices } = await answerByModel(model, prompts, { documents, question }, run);
      return { engine: mark("answer"), language: question.language, ...value, notices, usage };
    },

    async compare(documents: Two<Document>, options: Comparing, run: Run): Promise<DraftComparison> {
      run.report({ stage: "compare", done: 0, total: 1 });
      const compared = await compareByModel(model, prompts, documents, options, run);
      return { engine: mark("compare"), language: options.language, ...compared };
    },
  };
}

function costOf({ chunks, inputTokens, outputTokens }: Plan, { endpoint: { price } }: ChatModel) {
  const costUsd = price && (inputTokens * price.input + outputTokens * price.output) / 1e6;
  return { calls: chunks.length === 1 ? 1 : chunks.length + 1, tokens: Math.ceil(inputTokens + outputTokens), costUsd };
}

/** A failure after some calls were answered has cost what all of them did. */
function withUsage(thrown: unknown, usage: Usage): PithError {
  const error = asPithError(thrown);
  return new PithError(error.code, error.detail, { cause: thrown, usage });
}
