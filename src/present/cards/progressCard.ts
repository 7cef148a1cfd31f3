import type { Digest, Progress } from "../../model/index.ts";
import type { Say } from "../catalogue/index.ts";
import { smallPrint } from "../fit.ts";
import { planInWords } from "../words.ts";
import { action, type Card } from "./card.ts";
import { digestBlocks } from "./digestCard.ts";

type Plan = Extract<Progress, { stage: "plan" }>;

/**
 * How far the work is, with Stop. Once there is a draft it stays, as the digest it is, above how far the rest is; and what
 * a model is about to cost stays as long as it writes.
 */
export function progressCard(
  progress: Progress,
  draft: Digest | null,
  delivery: string,
  say: Say,
  plan: Plan | null = null,
): Card {
  const stage = progress.stage === "draft" ? [] : [stageWords(progress, plan, say)];
  const blocks = draft
    ? [
        ...digestBlocks(draft, { cached: false, host: null, paid: false, estimateUsd: null }, say).blocks,
        smallPrint([say("draft"), ...stage]),
      ]
    : stage;
  return { state: "working", blocks, actions: [action("stop", delivery, say)], files: [] };
}

function stageWords(progress: Exclude<Progress, { stage: "draft" }>, plan: Plan | null, say: Say): string {
  if (progress.stage === "plan") return `${say("stage.digest")} (${planInWords(progress, say)}) …`;
  const { stage, done, total } = progress;
  const cost = stage === "digest" && plan ? ` (${planInWords(plan, say)})` : "";
  if (stage === "queue") return `${say("stage.queue")} (${say("inLine", { n: done })}) …`;
  return `${say(`stage.${stage}`)}${total > 1 ? ` ${done}/${total}` : ""}${cost} …`;
}
