import { ServerSettingsSchema } from "../model/settingsSchemas.ts";
import type { Records } from "../records/index.ts";

/** How much of today's budget is left: enough, a fifth or less, or nothing. */
export type Allowance = "open" | "low" | "spent";

/** From this share on people are warned. */
const LOW = 0.8;

/**
 * What is left to a payer on a UTC day (`2026-11-25`). What the operator allows and what the server itself has set both
 * hold; money counts where its sum is known.
 * @param most tokens a day that the operator allows; null for no limit
 */
export async function allowanceOf(
  payer: string,
  { settings, usage }: Pick<Records, "settings" | "usage">,
  most: number | null,
  day: string,
): Promise<Allowance> {
  const { dailyTokens, dailyUsd } = ServerSettingsSchema.parse(await settings.get(payer, null));
  const limits = [most, dailyTokens].filter((limit) => limit !== null);
  if (limits.length === 0 && dailyUsd === null) return "open";
  const { inputTokens, outputTokens, costUsd } = await usage.of(payer, day);
  const shares = limits.map((limit) => (inputTokens + outputTokens) / limit);
  if (dailyUsd !== null && costUsd !== null) shares.push(costUsd / dailyUsd);
  const share = Math.max(0, ...shares);
  return share >= 1 ? "spent" : share >= LOW ? "low" : "open";
}
