import type { Digest, Progress } from "../../model/index.ts";
import { subtext } from "../cardLayout.ts";
import type { Translate } from "../catalogue/index.ts";
import { formatCostEstimate } from "../format.ts";
import type { Cite } from "../mark.ts";
import { type Card, createAction } from "./card.ts";
import { digestBlocks } from "./digestCard.ts";

/** The estimated cost of a model run. */
type Plan = Extract<Progress, { stage: "plan" }>;

/**
 * Builds the card of a running job: the draft, once there is one, followed by the progress and a Stop button.
 * @param plan the estimated cost, shown while the model writes
 */
export function progressCard(
  progress: Progress,
  draft: Digest | null,
  delivery: string,
  cite: Cite,
  translate: Translate,
  plan: Plan | null = null,
): Card {
  // A draft comes while the model writes.
  const current = progress.stage === "draft" ? plan : progress;
  const stage = current ? [stageLabel(current, plan, translate)] : [];
  const blocks = draft
    ? [
        ...digestBlocks(draft, { cached: false, isPaidByViewer: false, estimateUsd: null }, cite, translate).blocks,
        subtext([translate("draft"), ...stage]),
      ]
    : stage;
  return { state: "working", blocks, actions: [createAction("stop", delivery, translate)], files: [] };
}

function stageLabel(progress: Exclude<Progress, { stage: "draft" }>, plan: Plan | null, translate: Translate): string {
  if (progress.stage === "plan") return `${translate("stage.digest")} (${formatCostEstimate(progress, translate)}) …`;
  const { stage, done, total } = progress;
  const cost = stage === "digest" && plan ? ` (${formatCostEstimate(plan, translate)})` : "";
  if (stage === "queue") return `${translate("stage.queue")} (${translate("inLine", { n: done })}) …`;
  return `${translate(`stage.${stage}`)}${total > 1 ? ` ${done}/${total}` : ""}${cost} …`;
}
