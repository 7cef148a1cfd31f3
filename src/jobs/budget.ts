import { ServerSettingsSchema } from "../model/settingsSchemas.ts";
import type { Records } from "../records/index.ts";

/** State of a daily budget: `low` if at least 80 % is used, `spent` if all of it is used. */
export type BudgetStatus = "available" | "low" | "spent";

/** Share of the daily budget that must be used before users are warned. */
const LOW_BUDGET_SHARE = 0.8;

/**
 * Returns the budget status of a payer for a UTC day such as `2026-11-25`. The token limit set by the operator and the
 * limits in the payer's settings all apply. A cost limit is ignored while the cost is unknown.
 * @param operatorTokens limit set by the operator, in tokens per payer per day; null for no limit
 */
export async function getBudgetStatus(
  payer: string,
  { settings, usage }: Pick<Records, "settings" | "usage">,
  operatorTokens: number | null,
  day: string,
): Promise<BudgetStatus> {
  const { dailyTokens, dailyUsd } = ServerSettingsSchema.parse(await settings.get(payer, null));
  const tokenLimits = [operatorTokens, dailyTokens].filter((limit) => limit !== null);
  if (tokenLimits.length === 0 && dailyUsd === null) return "available";
  const { inputTokens, outputTokens, costUsd } = await usage.get(payer, day);
  const shares = tokenLimits.map((limit) => (inputTokens + outputTokens) / limit);
  if (dailyUsd !== null && costUsd !== null) shares.push(costUsd / dailyUsd);
  const share = Math.max(0, ...shares);
  return share >= 1 ? "spent" : share >= LOW_BUDGET_SHARE ? "low" : "available";
}
