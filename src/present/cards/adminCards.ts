import type { Usage } from "../../model/index.ts";
import type { Say } from "../catalogue/index.ts";
import { dollars } from "../words.ts";
import type { Card } from "./card.ts";

/** Who reads what is posted: a model by its name, at the host of its endpoint. */
export type Provider = { model: string; host: string };

type Used = { today: Usage; month: Usage; budget: { tokens: number | null; usd: number | null } };

/** What was used, and what of today's budget is left. */
export function usageCard({ today, month, budget }: Used, say: Say): Card {
  const used = ({ inputTokens, outputTokens, costUsd }: Usage): string =>
    [say("tokens", { n: inputTokens + outputTokens }), costUsd === null ? "" : dollars(costUsd)]
      .filter(Boolean)
      .join(", ");
  const limits = [
    budget.tokens === null ? "" : say("tokens", { n: budget.tokens }),
    budget.usd === null ? "" : dollars(budget.usd),
  ].filter(Boolean);
  const lines = [
    `${say("usedToday")}: ${used(today)}`,
    `${say("usedMonth")}: ${used(month)}`,
    `${say("budgetOfDay")}: ${limits.join(", ") || say("unlimited")}`,
  ];
  return { state: "done", blocks: [lines.join("\n")], actions: [], files: [] };
}

/** How Pith is used, who reads the texts, and for how long they are kept. */
export function helpCard(provider: Provider | null, days: number, say: Say): Card {
  const reads = provider ? say("readBy", provider) : say("readByNobody");
  return { state: "done", blocks: [say("help"), `${reads} ${say("keptFor", { n: days })}`], actions: [], files: [] };
}
