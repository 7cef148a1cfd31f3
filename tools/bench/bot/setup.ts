import { type Message, type Person, textOf } from "../../../playground/discord/index.ts";
import { BotHarness, type HarnessOptions, STORES } from "../../../test/e2e/harness.ts";
import { STORY } from "../../../test/fakes/engine.ts";

/** The stores to measure: all, or only the one named in the environment variable PITH_STORE. */
export const SELECTED_STORES = STORES.filter(({ store }) => store === (process.env.PITH_STORE ?? store));

/**
 * Builds a harness with users, but does not start the bot. The bot may not create threads, because requests that create
 * threads, unlike responses to interactions, count against Discord's global limit of 50 requests per second.
 */
export async function buildHarness(
  store: string,
  userCount: number,
  options: HarnessOptions,
): Promise<{ harness: BotHarness; users: Person[] }> {
  const harness = await BotHarness.build(store, options);
  harness.discord.state.updateRolePermissions(harness.discord.guild, "Pith", { deny: ["CreatePublicThreads"] });
  const users = Array.from({ length: userCount }, (_, i) => harness.discord.addPerson(`user${i}`));
  return { harness, users };
}

/** A sequence of editions of the story. 70 % of them are new; the others repeat an earlier one. */
export class EditionSequence {
  /** Number of distinct editions so far. */
  newCount = 0;
  #requestCount = 0;

  next(): string {
    const isNew = this.#requestCount++ % 10 < 7;
    return storyEdition(isNew ? this.newCount++ : Math.floor(Math.random() * this.newCount));
  }
}

/** Returns the story with a last sentence that contains the number, so that each edition is a different document. */
export const storyEdition = (n: number): string => `${STORY}\n\nThis is edition ${n} of the story.`;

/** Whether a message is the card of a digest of the story, with all three claims verified. */
export const isVerifiedDigest = (message: Message): boolean => textOf(message).includes("3 claims, 3 verified");

/** Joins violations of Discord's rules, without duplicates. Returns `none` if there are none. */
export const formatViolations = (violations: string[]): string => [...new Set(violations)].join("; ") || "none";
