import type { Usage } from "../../model/index.ts";
import { subtext } from "../cardLayout.ts";
import type { Translate } from "../catalogue/index.ts";
import { formatUsd } from "../format.ts";
import type { Card } from "./card.ts";

/** The name of the model that processes the documents, and the host of its endpoint. */
export type Provider = { model: string; host: string };

type UsageReport = { today: Usage; month: Usage; budget: { tokens: number | null; usd: number | null } };

/** Builds the card with the usage today and in the last 30 days, and the daily budget. */
export function usageCard({ today, month, budget }: UsageReport, translate: Translate): Card {
  const format = ({ inputTokens, outputTokens, costUsd }: Usage): string =>
    [translate("tokens", { n: inputTokens + outputTokens }), costUsd === null ? "" : formatUsd(costUsd)]
      .filter(Boolean)
      .join(", ");
  const limits = [
    budget.tokens === null ? "" : translate("tokens", { n: budget.tokens }),
    budget.usd === null ? "" : formatUsd(budget.usd),
  ].filter(Boolean);
  const lines = [
    `${translate("usedToday")}: ${format(today)}`,
    `${translate("usedMonth")}: ${format(month)}`,
    `${translate("budgetOfDay")}: ${limits.join(", ") || translate("unlimited")}`,
  ];
  return { state: "done", blocks: [lines.join("\n")], actions: [], files: [] };
}

/**
 * Builds the help card: five ways to use Pith, and in small print which model, if any, reads texts, and for how many
 * days they are kept.
 */
export function helpCard(provider: Provider | null, retentionDays: number, translate: Translate): Card {
  const processing = provider ? translate("readBy", provider) : translate("readByNobody");
  return {
    state: "done",
    blocks: [translate("help"), subtext([`${processing} ${translate("keptFor", { n: retentionDays })}`])],
    actions: [],
    files: [],
  };
}
