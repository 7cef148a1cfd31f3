import type {
  Claim,
  CompareOptions,
  Document,
  DraftAnswer,
  DraftComparison,
  DraftDigest,
  DraftRepair,
  Engine,
  Options,
  Pair,
  Question,
  TaskContext,
} from "../../model/index.ts";
import { answerWithModel } from "./answer.ts";
import type { ChatModel } from "./client/index.ts";
import { compareWithModel } from "./compare.ts";
import { type CostLimits, digestWithModel } from "./digest.ts";
import type { Prompts } from "./prompt/prompts.ts";
import { repairWithModel } from "./repair.ts";
import { Restraint } from "./restraint.ts";

const UNLIMITED: CostLimits = { maxTokens: null, approvalUsd: null };

/**
 * The engine that uses a language model. Its drafts are untrusted until they are verified.
 * @param limits limits on the estimated cost of one digest, checked before the first call
 */
export function llmEngine(model: ChatModel, prompts: Prompts, limits: CostLimits = UNLIMITED): Engine {
  const promptHashes = {
    digest: prompts.hash("digest", "reduce", "repair"),
    answer: prompts.hash("answer"),
    compare: prompts.hash("compare"),
  };
  const restraint = new Restraint(model, prompts);
  const fingerprint: Engine["fingerprint"] = (task) => ({
    kind: "llm",
    model: model.endpoint.name,
    prompt: promptHashes[task],
  });

  return {
    fingerprint,

    async digest(document: Document, options: Options, context: TaskContext): Promise<DraftDigest> {
      const digest = await digestWithModel(model, prompts, { document, options, limits }, context);
      return { engine: fingerprint("digest"), ...digest };
    },

    repair(document: Document, failed: Claim[], language: string, context: TaskContext): Promise<DraftRepair> {
      return repairWithModel(model, prompts, { document, failed, language }, context);
    },

    async answer(documents: Document[], question: Question, context: TaskContext): Promise<DraftAnswer> {
      context.report({ stage: "answer", done: 0, total: 1 });
      const answer = await answerWithModel(model, prompts, restraint, { documents, question }, context);
      return { engine: fingerprint("answer"), ...answer };
    },

    async compare(documents: Pair<Document>, options: CompareOptions, context: TaskContext): Promise<DraftComparison> {
      context.report({ stage: "compare", done: 0, total: 1 });
      const comparison = await compareWithModel(model, prompts, documents, options, context);
      return { engine: fingerprint("compare"), ...comparison };
    },
  };
}
