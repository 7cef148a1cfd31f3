import { PithError } from "../../model/index.ts";
import type { Key, Say } from "../catalogue/index.ts";
import { outside, smallPrint } from "../fit.ts";
import { explain, WORDS_PER_MINUTE } from "../words.ts";

/** What a button does: `id` is a posting's, a turn's, a delivery's, or for an offer the message's that holds the source. */
export type ActionName = Key extends infer K ? (K extends `button.${infer Name}` ? Name : never) : never;
export type Action = { name: ActionName; id: string; label: string };

/**
 * What stands in one Discord message, without any Discord type: blocks of Discord's Markdown from top to bottom, how
 * the work stands, buttons, and files for what does not fit. Every text in it that came from outside is inert.
 */
export type Card = {
  state: "working" | "done" | "failed";
  blocks: string[];
  actions: Action[];
  files: { name: string; text: string }[];
};

const LONGEST_DETAIL = 300;

/** A button as it stands under a card. */
export const action = (name: ActionName, id: string, say: Say): Action => ({ name, id, label: say(`button.${name}`) });

/** A card where files may not be attached: what does not fit is left out, and that is said. */
export function withoutFiles(card: Card, say: Say): Card {
  return { ...card, blocks: [...card.blocks, smallPrint([say("noFile")])], files: [] };
}

/** What went wrong, and what can be done. */
export function errorCard({ code, detail }: PithError, say: Say): Card {
  // The detail may repeat what a file or a person said.
  const shown = new PithError(code, outside(detail ?? "", LONGEST_DETAIL) || null);
  // Who talks to the bot has no program to ask for its options.
  const next = say(code === "bad_request" ? "askedWrongly" : `next.${code}`);
  return plainCard("failed", explain(shown, say, next));
}

/** A few words of the bot's own. */
export const noteCard = (words: string): Card => plainCard("done", words);

/**
 * What stands under a file or link in a channel where digests are offered, or under a message that says something else now.
 * @param words how much there is to read, where that is known
 */
export function offerCard(message: string, say: Say, why: "offer" | "edited", words: number | null): Card {
  const plain = action("offer", message, say);
  const minutes = words === null ? 0 : Math.max(1, Math.round(words / WORDS_PER_MINUTE));
  const button = minutes ? { ...plain, label: say("offerFor", { n: minutes }) } : plain;
  return { state: "working", blocks: [say(why)], actions: [button], files: [] };
}

const plainCard = (state: Card["state"], words: string): Card => ({ state, blocks: [words], actions: [], files: [] });
